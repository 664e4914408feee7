package io.crosslog.sls;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.crosslog.credentials.Credentials;
import java.io.IOException;
import java.util.Optional;

/**
 * What came back: the service's own answer, or that of something in between.
 *
 * @param requestId the service's id of the request, empty if the answer has none
 * @param code the service's error code, empty if the body has none
 * @param message the service's message, or the head of a body that is not the service's
 * @param date the answer's Date header, if any
 */
record SlsAnswer(int status, String requestId, String code, String message, Optional<String> date) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Reads a body of the form {@code {"errorCode": "…", "errorMessage": "…"}}; anything else is a message. */
    static SlsAnswer of(int status, String requestId, String body, Optional<String> date) {
        String code = "";
        String message = "";
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
                    if (text && name.equalsIgnoreCase("errorCode")) {
                        code = parser.getText();
                    } else if (text && name.equalsIgnoreCase("errorMessage")) {
                        message = parser.getText();
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        } catch (IOException e) {
            // No JSON, or cut off: whoever answered, it was not the service as documented.
            code = "";
        }
        return new SlsAnswer(status, requestId, code, code.isEmpty() ? body : message, date);
    }

    /** The same answer fit for messages: its texts come from outside. */
    SlsAnswer cleaned(Credentials key) {
        return new SlsAnswer(
                status, AnswerText.of(requestId, key), AnswerText.of(code, key), AnswerText.of(message, key), date);
    }

    /** Whether the service says that the logs are durable. A proxy's or portal's 200 has no request id. */
    boolean isDelivered() {
        return status == 200 && !requestId.isEmpty();
    }

    boolean hasCode(String first, String... others) {
        if (code.equalsIgnoreCase(first)) {
            return true;
        }
        for (String other : others) {
            if (code.equalsIgnoreCase(other)) {
                return true;
            }
        }
        return false;
    }

    /** Status, code, message and request id in one line. */
    String told() {
        return "HTTP " + status + (code.isEmpty() ? "" : " " + code)
                + (message.isBlank() ? "" : ", \"" + message.strip() + "\"")
                + (requestId.isEmpty() ? ", without a request id" : ", request id " + requestId);
    }
}
