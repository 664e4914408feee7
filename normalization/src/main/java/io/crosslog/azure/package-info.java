/** Logs of Microsoft Azure, as diagnostic settings, Entra ID and Defender send them through Event Hubs. */
@NullMarked
package io.crosslog.azure;

import org.jspecify.annotations.NullMarked;
