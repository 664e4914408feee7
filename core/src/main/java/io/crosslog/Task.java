package io.crosslog;

/** What a worker has to do next. */
sealed interface Task permits Decoding, PendingWrite {}
