#include "loader.h"
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <unistd.h>

/*
 * Helpers that change what other processes read or what kernel functions return: with them a program could forge what
 * the workload and the agent see. Sub-programs and programs that are not loaded count too, so sections are read, not
 * libbpf's list of programs.
 */
static const char *forbidden_helper(int id) {
    switch (id) {
    case BPF_FUNC_probe_write_user: return "bpf_probe_write_user";
    case BPF_FUNC_override_return: return "bpf_override_return";
    default: return NULL;
    }
}

static const char *scan_section(Elf_Scn *section) {
    static char message[160];
    for (Elf_Data *data = NULL; (data = elf_getdata(section, data));) {
        const struct bpf_insn *instruction = data->d_buf;
        for (size_t i = 0; instruction && i < data->d_size / sizeof *instruction; i++) {
            if (instruction[i].code != (BPF_JMP | BPF_CALL) || instruction[i].src_reg != 0) continue;
            const char *name = forbidden_helper(instruction[i].imm);
            if (!name) continue;
            snprintf(message, sizeof message, "%s is not allowed here: it can change what the workload and its observer see", name);
            return message;
        }
    }
    return NULL;
}

const char *policy_violation(const char *path) {
    const char *violation = NULL;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    Elf *elf = file >= 0 && elf_version(EV_CURRENT) != EV_NONE ? elf_begin(file, ELF_C_READ, NULL) : NULL;
    if (!elf) violation = "the object file cannot be read";
    for (Elf_Scn *section = NULL; elf && !violation && (section = elf_nextscn(elf, section));) {
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) && (header.sh_flags & SHF_EXECINSTR)) violation = scan_section(section);
    }
    elf_end(elf);
    if (file >= 0) close(file);
    return violation;
}
