package io.crosslog.mask;

import java.util.List;

/**
 * What a text stands in that is masked. Confined to one thread, as what it has found is.
 *
 * @param rules what is masked
 * @param texts masks the texts inside of it
 * @param way the names on the way down to it
 * @param layer how many texts it is inside of
 * @param found takes the secrets
 */
record Surroundings(MaskRules rules, Inner texts, List<String> way, int layer, Found found) {}
