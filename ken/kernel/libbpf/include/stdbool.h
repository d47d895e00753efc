/* The part of the C library that BPF programs use when they do not take their types from vmlinux.h. */
#pragma once
#ifndef __VMLINUX_H__
#define bool _Bool
#define true 1
#define false 0
#endif
