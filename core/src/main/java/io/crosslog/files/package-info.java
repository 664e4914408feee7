/** Files that only their owner can read: checkpoints and rejections may tell what a SOC watches. */
@NullMarked
package io.crosslog.files;

import org.jspecify.annotations.NullMarked;
