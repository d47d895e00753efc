/*
 * What the kernel's own build writes into every module (scripts/mod/modpost.c): the module itself, its kernel, and the
 * checksum of each symbol that it takes from the kernel. symbol-versions.h is made from the headers' Module.symvers.
 */
#define INCLUDE_VERMAGIC
#include <linux/build-salt.h>
#include <linux/compiler.h>
#include <linux/module.h>
#include <linux/vermagic.h>

MODULE_INFO(vermagic, VERMAGIC_STRING);
MODULE_INFO(name, KBUILD_MODNAME);
MODULE_INFO(intree, "N");
MODULE_INFO(retpoline, "Y"); /* it makes no indirect calls */

__visible struct module __this_module __section(".gnu.linkonce.this_module") = {
  .name = KBUILD_MODNAME,
  .init = init_module,
  .exit = cleanup_module,
  .arch = MODULE_ARCH_INIT,
};

static const struct modversion_info versions[] __used __section("__versions") = {
#include "symbol-versions.h"
};
