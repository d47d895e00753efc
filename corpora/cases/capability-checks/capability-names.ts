/** Names of the kernel's capabilities, by number, without the prefix `CAP_` (include/uapi/linux/capability.h). */
export const capabilityNames = [
  'CHOWN',
  'DAC_OVERRIDE',
  'DAC_READ_SEARCH',
  'FOWNER',
  'FSETID',
  'KILL',
  'SETGID',
  'SETUID',
  'SETPCAP',
  'LINUX_IMMUTABLE',
  'NET_BIND_SERVICE',
  'NET_BROADCAST',
  'NET_ADMIN',
  'NET_RAW',
  'IPC_LOCK',
  'IPC_OWNER',
  'SYS_MODULE',
  'SYS_RAWIO',
  'SYS_CHROOT',
  'SYS_PTRACE',
  'SYS_PACCT',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_NICE',
  'SYS_RESOURCE',
  'SYS_TIME',
  'SYS_TTY_CONFIG',
  'MKNOD',
  'LEASE',
  'AUDIT_WRITE',
  'AUDIT_CONTROL',
  'SETFCAP',
  'MAC_OVERRIDE',
  'MAC_ADMIN',
  'SYSLOG',
  'WAKE_ALARM',
  'BLOCK_SUSPEND',
  'AUDIT_READ',
  'PERFMON',
  'BPF',
  'CHECKPOINT_RESTORE',
] as const;

/** The capability as programs write it: number, with and without prefix, in capitals or not. */
export function capabilityForms(capability: number): (number | string)[] {
  const name = capabilityNames[capability];
  if (name === undefined) return [capability];
  const names = [`CAP_${name}`, name];
  return [capability, ...names, ...names.map((form) => form.toLowerCase())];
}

/** Names of capabilities that stand in a text with their prefix. */
export function namedCapabilities(text: string): string[] {
  return [...text.matchAll(/\bCAP_([A-Z_]{3,24})\b/gi)].map((match) => (match[1] ?? '').toUpperCase());
}
