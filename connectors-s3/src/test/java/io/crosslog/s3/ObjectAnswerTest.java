package io.crosslog.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

@DisplayName("What answers a request for an object")
class ObjectAnswerTest {

    private static final long MODIFIED = 1_800_000_000_123L;
    private static final ListedObject TAGGED = new ListedObject("k", "e-1", 100, MODIFIED);
    private static final ListedObject UNTAGGED = new ListedObject("k", "", 100, MODIFIED);
    private static final Instant THEN = Instant.ofEpochSecond(1_800_000_000);

    @Test
    @DisplayName("is the object if its ETag and length are, whole or from the byte that was asked for on")
    void good() throws Exception {
        assertThat(check(TAGGED, 0, 200, "\"e-1\"", 100L, null)).isFalse();
        assertThat(check(TAGGED, 0, 200, "\"e-1\"", null, null)).isFalse();
        assertThat(check(TAGGED, 40, 200, "e-1", 100L, null)).isFalse();
        assertThat(check(TAGGED, 40, 206, "\"e-1\"", 60L, "bytes 40-99/100")).isTrue();
        assertThat(check(TAGGED, 40, 206, "\"e-1\"", null, null)).isTrue();
        assertThat(check(UNTAGGED, 0, 200, null, 100L, null)).isFalse();
        assertThat(check(UNTAGGED, 0, 200, "\"e-1\"", 100L, null)).isFalse();
    }

    @Test
    @DisplayName("is somebody else's without the ETag that was listed, and asked for again")
    void noTag() {
        strange(TAGGED, 0, 200, null, 100L, null, "status 200 and type text/html, has no ETag");
        strange(TAGGED, 40, 206, "\"\"", 60L, null, "has no ETag");
    }

    @Test
    @DisplayName("is not the object with another length, or another part than was asked for")
    void length() {
        strange(TAGGED, 0, 200, "\"e-1\"", 200L, null, "has 200 bytes where 100 were listed");
        strange(TAGGED, 0, 200, "\"e-1\"", 44L, null, "has 44 bytes");
        strange(TAGGED, 40, 206, "\"e-1\"", 100L, null, "has 100 bytes where 60 were listed");
        strange(TAGGED, 40, 200, "\"e-1\"", 60L, null, "has 60 bytes where 100 were listed");
        strange(TAGGED, 0, 206, "\"e-1\"", 100L, null, "another part");
        strange(TAGGED, 40, 206, "\"e-1\"", 60L, "bytes 4-63/100", "another part (bytes 4-63/100)");
        strange(UNTAGGED, 0, 200, null, 44L, null, "has 44 bytes");
    }

    @Test
    @DisplayName("is another state with another ETag, or without one with another time and length")
    void changed() {
        assertThatThrownBy(() -> check(TAGGED, 0, 200, "\"e-2\"", 100L, null))
                .isInstanceOf(ObjectChangedException.class);
        assertThatThrownBy(() ->
                        ObjectAnswer.isPart(answer(200, null, 44L, null, THEN.plusSeconds(1)), "s3://b/k", UNTAGGED, 0))
                .isInstanceOf(ObjectChangedException.class);
    }

    private static void strange(
            ListedObject object,
            long from,
            int status,
            @Nullable String etag,
            @Nullable Long length,
            @Nullable String range,
            String what) {
        assertThatThrownBy(() -> check(object, from, status, etag, length, range))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("reading s3://b/k failed")
                .hasMessageContaining(what);
    }

    private static boolean check(
            ListedObject object,
            long from,
            int status,
            @Nullable String etag,
            @Nullable Long length,
            @Nullable String range)
            throws IOException {
        return ObjectAnswer.isPart(answer(status, etag, length, range, THEN), "s3://b/k", object, from);
    }

    private static GetObjectResponse answer(
            int status, @Nullable String etag, @Nullable Long length, @Nullable String range, Instant modified) {
        GetObjectResponse.Builder answer = GetObjectResponse.builder()
                .eTag(etag)
                .contentLength(length)
                .contentRange(range)
                .lastModified(modified);
        answer.sdkHttpResponse(SdkHttpResponse.builder()
                .statusCode(status)
                .putHeader("Content-Type", "text/html")
                .build());
        return answer.build();
    }
}
