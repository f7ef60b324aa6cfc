#!/bin/busybox sh
# The first process of the guest. It runs what comes by the virtual serial port, a command in base64 a line, and answers
# with the output and a line "=exit=CODE".
/bin/busybox --install -s /bin
export PATH=/bin:/sbin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
for module in virtio_pci virtio_net virtio_console aesni_intel esp4 esp6 ah4 ah6 xfrm_user xfrm4_tunnel; do
    modprobe "$module" || echo "no module $module"
done
# busybox has an ip of its own, which knows no xfrm.
ip() { /bin/ip.iproute2 "$@"; }
ip link set lo up
exec 3<>"$(echo /dev/vport*p1)"
while read -r command <&3; do
    (eval "$(echo "$command" | base64 -d)") </dev/null >/tmp/output 2>&1
    code=$?
    cat /tmp/output >&3
    echo "=exit=$code" >&3
done
