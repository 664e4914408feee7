package io.crosslog.kafka;

import io.crosslog.credentials.Credentials;
import io.crosslog.credentials.CredentialsProvider;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the presets for Tencent Cloud have in common: what names the place of the logs is required, becomes part of the
 * login and reaches the records as an attribute. Confined to one thread.
 */
final class TencentPreset {

    private static final String PREFIX = "tencent.";

    private final SettingsDraft draft;
    private final Problems problems = new Problems();

    TencentPreset(SettingsDraft draft) {
        this.draft = draft;
        draft.topicAttribute = PREFIX + "topic";
    }

    Problems problems() {
        return problems;
    }

    /** A setting that names the place; gives back an empty text if it is not there, which is then a problem. */
    String required(String setting, @Nullable String value) {
        String given = problems.required(setting, value);
        draft.presetAttributes.put(PREFIX + setting, given);
        return given;
    }

    /** A setting that names the place, if it is given. */
    void optional(String setting, @Nullable String value) {
        if (value != null) {
            draft.presetAttributes.put(PREFIX + setting, value);
        }
    }

    /** Logs in with what a scheme makes of the caller's credentials at each asking. */
    void login(SaslMechanism mechanism, CredentialsProvider provider, Scheme scheme, String advice) {
        draft.mechanism = mechanism;
        draft.credentials = () -> scheme.login(CredentialsProvider.ask(provider));
        draft.advice = draft.advice.withCredentials(advice);
    }

    /** The service is known to hold records of this size, so that a caller's smaller one would never let them arrive. */
    void recordsUpTo(int bytes) {
        draft.largestRecordBytes = Math.max(draft.largestRecordBytes, bytes);
    }

    /** The source, or an exception that names all problems. */
    KafkaSource build(String subject) {
        return new KafkaSource(draft.settings(subject, problems));
    }

    /** User name and password of a service, made of an access key. */
    interface Scheme {
        Credentials login(Credentials key) throws IOException;
    }
}
