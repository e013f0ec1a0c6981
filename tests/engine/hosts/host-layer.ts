import { chmod, copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The programs of a host that are doubles, at their usual places. */
export const DOUBLES: Readonly<Record<string, string>> = {
  systemctl: "usr/bin/systemctl",
  journalctl: "usr/bin/journalctl",
  timedatectl: "usr/bin/timedatectl",
  curl: "usr/bin/curl",
  swapoff: "usr/sbin/swapoff",
  swapon: "usr/sbin/swapon",
  sysctl: "usr/sbin/sysctl",
  modprobe: "usr/sbin/modprobe",
};

/** sudo asks PAM, and Debian's own file for it includes others. */
const PAM = ["auth", "account", "session"].map((kind) => `${kind} required pam_permit.so\n`).join("");

/** Writes the files of a host that lie over those of this machine. */
export async function writeLayer(layer: string, hostname: string, openSsh: string): Promise<void> {
  const write = async (file: string, content: string, mode = 0o644) => {
    const path = join(layer, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content, { mode });
    await chmod(path, mode);
  };
  const program = async (from: string, file: string, mode = 0o755) => {
    const path = join(layer, file);
    await mkdir(dirname(path), { recursive: true });
    await copyFile(from, path);
    await chmod(path, mode);
  };
  const [passwd, group] = await Promise.all(["/etc/passwd", "/etc/group"].map((file) => readFile(file, "utf8")));
  // Without users of this machine that the host may have to make, or that have the number of its own.
  const without = (text = "") => text.replace(/^((sshd|ubuntu|etcd):.*|[^:]+:[^:]*:(990|1000):.*)\n/gm, "");
  await write(
    "etc/passwd",
    `${without(passwd)}sshd:x:990:65534::/run/sshd:/usr/sbin/nologin\nubuntu:x:1000:1000::/home/ubuntu:/bin/sh\n`,
  );
  await write("etc/group", `${without(group)}ubuntu:x:1000:\n`);
  await write("etc/shadow", "root:*:19000:0:99999:7:::\nubuntu:*:19000:0:99999:7:::\nsshd:*:19000::::::\n", 0o640);
  await write("etc/hostname", `${hostname}\n`);
  await write("etc/hosts", `127.0.0.1 localhost\n127.0.1.1 ${hostname}\n`);
  await write("etc/machine-id", `${Buffer.from(hostname.padEnd(16, "-").slice(0, 16)).toString("hex")}\n`);
  await write("etc/resolv.conf", "nameserver 192.0.2.53\n");
  await write("etc/fstab", FSTAB);
  await write("etc/sudoers", SUDOERS, 0o440);
  await write("etc/pam.d/sudo", PAM);
  await program(join(openSsh, "sbin/sshd"), "usr/sbin/sshd");
  await program(join(openSsh, "bin/ssh-keyscan"), "usr/bin/ssh-keyscan");
  await program(join(openSsh, "lib/sftp-server"), "usr/lib/openssh/sftp-server");
  await program(join(openSsh, "lib/libwrap.so.0"), "usr/lib/x86_64-linux-gnu/libwrap.so.0", 0o644);
  await program(join(openSsh, "sbin/sudo"), "usr/bin/sudo", 0o4755);
  await program(join(openSsh, "libexec/sudoers.so"), "usr/libexec/sudo/sudoers.so", 0o644);
  await program(join(openSsh, "libexec/libsudo_util.so.0"), "usr/libexec/sudo/libsudo_util.so.0", 0o644);
  for (const [double, file] of Object.entries(DOUBLES)) {
    await mkdir(dirname(join(layer, file)), { recursive: true });
    await symlink(`/run/host/shared/doubles/${double}.sh`, join(layer, file));
  }
}

/** As an installer of Ubuntu writes it: with swap in a file. */
const FSTAB = "/dev/disk/by-id/test-part1 / ext4 defaults 0 1\n/swap.img none swap sw 0 0\n";

const SUDOERS = [
  "Defaults env_reset",
  'Defaults secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"',
  "root ALL=(ALL:ALL) ALL",
  "ubuntu ALL=(ALL) NOPASSWD:ALL",
  "",
].join("\n");
