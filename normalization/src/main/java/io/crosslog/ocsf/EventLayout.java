package io.crosslog.ocsf;

import java.util.Set;

/** What a draft has to know of its plan. Immutable and thread-safe. */
record EventLayout(
        String version,
        OcsfClass eventClass,
        Set<String> profiles,
        StructurePlan root,
        StructurePlan metadata,
        Observables observables) {}
