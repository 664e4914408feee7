package io.crosslog.kafka;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people should look at when Event Hubs refuses something. */
final class EventHubsAdvice {

    private static final String BASIC =
            "a namespace of tier Basic has no Kafka endpoint: it needs Standard or above, to which Basic can be raised";

    private EventHubsAdvice() {}

    /**
     * For a login with the key of a shared access policy.
     *
     * @param who the policy, for messages
     * @param hub the hub that the policy is of, or null if it is of the namespace
     */
    static Advice forKey(String host, String who, @Nullable String hub) {
        String limit = hub == null ? "" : " (its key opens the hub '" + hub + "' only)";
        return advice(
                host,
                "check that " + who + " exists in " + host
                        + " and has the claim Listen, that its key was neither regenerated "
                        + "nor is of another namespace; " + BASIC,
                who + limit);
    }

    /** For a login as an application of Entra ID. */
    static Advice forApplication(String host) {
        return advice(
                host,
                "check tenant, client id and secret, and that the application has the role 'Azure Event Hubs Data Receiver' "
                        + "on the namespace or the hub, which takes minutes to work once given; " + BASIC,
                "the application");
    }

    private static Advice advice(String host, String credentials, String who) {
        return new Advice(
                credentials,
                "check that " + host + " has hubs of these names and that " + who + " may Listen there; " + BASIC,
                "check that " + host + " has hubs of these names: a hub's name is not the namespace's",
                "Event Hubs knows groups in the whole namespace, of up to 256 characters: name another",
                "raise the namespace's throughput units, each of which lets out 2 MB/s or 4,096 events/s for all readers "
                        + "together, or let fewer groups read: each of them reads everything on its own",
                List.of(new Advice.ForWord(
                        "firewall",
                        "the namespace's firewall keeps this machine out: add its address, or this network, under "
                                + "Networking")));
    }
}
