/* SPDX-License-Identifier: Apache-2.0 */
/* IPv4 longest-prefix match. */
#include <errno.h>

#include <rte_errno.h>
#include <rte_lpm.h>

#include "yett_dpdk.h"

static inline void *pointer(uint64_t address)
{
    return (void *)(uintptr_t)address;
}

int64_t yett_lpm_create(const char *name, uint32_t max_rules, uint32_t tables8, int32_t socket)
{
    struct rte_lpm_config config = { .max_rules = max_rules, .number_tbl8s = tables8 };
    struct rte_lpm *lpm = rte_lpm_create(name, socket, &config);

    if (lpm == NULL)
        return rte_errno > 0 ? -rte_errno : -ENOMEM;
    return (int64_t)(uintptr_t)lpm;
}

void yett_lpm_free(uint64_t lpm)
{
    rte_lpm_free(pointer(lpm));
}

int32_t yett_lpm_add(uint64_t lpm, uint32_t address, int32_t depth, uint32_t next_hop)
{
    if (depth < 0 || depth > RTE_LPM_MAX_DEPTH || next_hop > 0xffffff)
        return -EINVAL;
    return rte_lpm_add(pointer(lpm), address, (uint8_t)depth, next_hop);
}

int32_t yett_lpm_delete(uint64_t lpm, uint32_t address, int32_t depth)
{
    if (depth < 0 || depth > RTE_LPM_MAX_DEPTH)
        return -EINVAL;
    return rte_lpm_delete(pointer(lpm), address, (uint8_t)depth);
}

int32_t yett_lpm_lookup(uint64_t lpm, uint32_t address)
{
    uint32_t next_hop;

    return rte_lpm_lookup(pointer(lpm), address, &next_hop) == 0 ? (int32_t)next_hop : -1;
}

void yett_lpm_lookup_bulk(uint64_t lpm, uint64_t addresses, uint64_t next_hops, int32_t count)
{
    const uint32_t *in = pointer(addresses);
    int32_t *out = pointer(next_hops);

    for (int32_t i = 0; i < count; i++)
        out[i] = yett_lpm_lookup(lpm, in[i]);
}
