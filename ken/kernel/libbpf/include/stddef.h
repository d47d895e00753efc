/* The part of the C library that BPF programs use when they do not take their types from vmlinux.h. */
#pragma once
#ifndef __VMLINUX_H__
typedef __SIZE_TYPE__ size_t;
typedef __PTRDIFF_TYPE__ ptrdiff_t;
#endif
#ifndef NULL
#define NULL ((void *)0)
#endif
#ifndef offsetof
#define offsetof(type, member) __builtin_offsetof(type, member)
#endif
