package io.crosslog.loopback.kafka;

import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Takes single rights from single users of a broker that allows everything else. Safe for concurrent calls. */
final class Denials {
    private final ClusterClient client;

    Denials(ClusterClient client) {
        this.client = client;
    }

    void denyTopic(String topic, String user) {
        deny(ResourceType.TOPIC, topic, user);
    }

    void allowTopic(String topic, String user) {
        allow(ResourceType.TOPIC, topic, user);
    }

    void denyGroup(String group, String user) {
        deny(ResourceType.GROUP, group, user);
    }

    void allowGroup(String group, String user) {
        allow(ResourceType.GROUP, group, user);
    }

    private void deny(ResourceType type, String name, String user) {
        // A resource with any rule is closed to all whom no rule allows; so all others need one. Denials go first.
        client.addAcls(List.of(
                binding(type, name, user, AclPermissionType.DENY), binding(type, name, "*", AclPermissionType.ALLOW)));
    }

    private void allow(ResourceType type, String name, String user) {
        client.removeAcls(List.of(binding(type, name, user, AclPermissionType.DENY)));
    }

    private static AclBinding binding(ResourceType type, String name, String user, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry("User:" + user, "*", AclOperation.ALL, permission));
    }
}
