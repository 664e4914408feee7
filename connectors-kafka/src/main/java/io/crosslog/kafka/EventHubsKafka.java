package io.crosslog.kafka;

import io.crosslog.credentials.CredentialsProvider;
import io.crosslog.credentials.Secret;
import java.net.URI;

/**
 * Makes a {@link KafkaSource} for event hubs of Azure, over the Kafka endpoint that namespaces of the tiers Standard, Premium
 * and Dedicated have. A namespace of tier Basic, which Azure's portal offers first, has none.
 *
 * <pre>{@code
 * KafkaSource source = EventHubsKafka.builder()
 *         .connectionString(Secret.of(System.getenv("EVENT_HUBS_CONNECTION")))   // of a policy with Listen only
 *         .hubs("activity-logs")                                                // unless it names one (EntityPath)
 *         .build();
 * }</pre>
 *
 * <p>Or name the namespace, and give the key of a policy, which may then be rotated, or an application of Entra ID:
 *
 * <pre>{@code
 * EventHubsKafka.builder().namespace("soc-logs").hubs("activity-logs").sharedAccessKey(provider)
 * EventHubsKafka.builder().namespace("soc-logs").hubs("activity-logs").clientCredentials(tenant, provider)
 * }</pre>
 *
 * <p>Records carry the attributes {@code azure.namespace} and {@code azure.hub} beside the caller's labels. Connections are
 * encrypted, save to the emulator. Kafka groups of Event Hubs have nothing to do with its own consumer groups, and are
 * known in the whole namespace; the default is {@code crosslog.<pipeline>+<hub>+<hub>…}, so that pipelines of different names
 * each read everything, and processes of one name share the partitions. Offsets are committed at most four times a second,
 * as the service asks.
 *
 * <p>Event Hubs throttles by answering late, or with no records and no error: the status of the pipeline tells a throttled
 * or stalled reader from one that has caught up, see {@code SourceEvent.Flow}.
 *
 * <p>After the documents "Azure Event Hubs for Apache Kafka", "Recommended configurations for Apache Kafka clients" and
 * "Apache Kafka troubleshooting guide for Event Hubs" of Azure.
 */
public final class EventHubsKafka {

    private EventHubsKafka() {}

    /**
     * Starts a source.
     *
     * @return a builder; a connection string, or a namespace with {@link Builder#sharedAccessKey} or {@link
     *     Builder#clientCredentials}, is required, and a hub unless the connection string names it
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Builds the source. Defaults: those of {@link KafkaSource.Builder}, and where Azure recommends others, its own: {@code
     * metadata.max.age.ms} and {@code connections.max.idle.ms} 180,000, {@code session.timeout.ms} 30,000, {@code
     * request.timeout.ms} 60,000; {@code max.poll.records} 100, because a record may be 1 MiB that opens into thousands of
     * events. {@code bootstrapServers} overrides the address that follows from the namespace. Confined to one thread.
     */
    public static final class Builder extends ReadOptions<Builder> {

        private final EventHubsLogin login = new EventHubsLogin();

        private Builder() {
            draft.name = "azure-event-hubs";
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Logs in with a connection string, of the namespace or of one hub. Strings with a shared access <em>signature</em>
         * are refused, because Event Hubs takes none over Kafka. With {@code UseDevelopmentEmulator=true} it leads to the
         * emulator, on port 9092 and without TLS.
         *
         * @param value as the portal shows it; quotes and line ends around it are dropped
         * @return this
         */
        public Builder connectionString(Secret value) {
            login.connectionString = value;
            return this;
        }

        /**
         * Sets the namespace; a connection string names its own.
         *
         * @param value its name, of Azure's public cloud, or its whole host name, such as {@code
         *     soc-logs.servicebus.chinacloudapi.cn}
         * @return this
         */
        public Builder namespace(String value) {
            login.namespace = value;
            return this;
        }

        /**
         * Sets the event hubs to read, which are Kafka's topics. The same as {@link #topics(String...)}.
         *
         * @param names one or more hubs
         * @return this
         */
        public Builder hubs(String... names) {
            return topics(names);
        }

        /**
         * Logs in with the key of a shared access policy. The provider is asked whenever a client is made, and again when the
         * service refuses what it gave, so that the key may be rotated.
         *
         * @param policy gives the policy's name and its key
         * @return this
         */
        public Builder sharedAccessKey(CredentialsProvider policy) {
            login.policy = policy;
            return this;
        }

        /**
         * Logs in as an application of Entra ID (OAuth 2.0 client credentials), which needs the role <em>Azure Event Hubs
         * Data Receiver</em>. kafka-clients 4 asks only token endpoints that the system property {@code
         * org.apache.kafka.sasl.oauthbearer.allowed.urls} names; the error says which it must be. The endpoint is trusted
         * by the trust store or certificates given here, if any, and else by what the JVM trusts.
         *
         * @param tenant the directory's id or domain
         * @param application gives the application's (client) id and its secret
         * @return this
         */
        public Builder clientCredentials(String tenant, CredentialsProvider application) {
            login.tenant = tenant;
            login.application = application;
            return this;
        }

        /**
         * Sets where Entra ID is asked for tokens. The default follows from the cloud that the namespace's host name is in.
         *
         * @param value such as {@code https://login.microsoftonline.us}
         * @return this
         */
        public Builder authority(URI value) {
            login.authority = value;
            return this;
        }

        /**
         * Makes the source.
         *
         * @return the source
         * @throws IllegalArgumentException if anything is wrong with the settings; its message names everything that is
         */
        public KafkaSource build() {
            Problems problems = new Problems();
            login.apply(draft, problems);
            draft.topicAttribute = "azure.hub";
            if (draft.group == null && !draft.topics.isEmpty()) {
                draft.group = EventHubsGroup.of(draft.topics);
            }
            problems.addIf(
                    draft.group != null && draft.group.length() > EventHubsGroup.LONGEST,
                    "group had " + (draft.group == null ? 0 : draft.group.length())
                            + " characters but Event Hubs takes at most " + EventHubsGroup.LONGEST);
            recommended("metadata.max.age.ms", 180_000);
            recommended("connections.max.idle.ms", 180_000);
            recommended("session.timeout.ms", 30_000);
            recommended("request.timeout.ms", 60_000);
            recommended("max.poll.records", 100);
            draft.commitGap = EventHubsGroup.COMMIT_GAP;
            return new KafkaSource(draft.settings("EventHubsKafka", problems));
        }

        private void recommended(String property, int value) {
            draft.properties.putIfAbsent(property, Integer.toString(value));
        }
    }
}
