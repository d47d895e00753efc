/* Logarithms to base 2 without loops, for histograms; the customary names of tools built on libbpf. */
#pragma once

static __always_inline unsigned long long log2(unsigned int value) {
    unsigned int result = (value > 0xffff) << 4, step;
    value >>= result;
    step = (value > 0xff) << 3;
    value >>= step;
    result |= step;
    step = (value > 0xf) << 2;
    value >>= step;
    result |= step;
    step = (value > 0x3) << 1;
    value >>= step;
    return result | step | (value >> 1);
}

static __always_inline unsigned long long log2l(unsigned long long value) {
    unsigned int high = value >> 32;
    return high ? log2(high) + 32 : log2((unsigned int)value);
}
