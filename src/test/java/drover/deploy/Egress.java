package drover.deploy;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;

/** What a NetworkPolicy lets out, as Kubernetes defines it. */
record Egress(NetworkPolicy policy) {
  boolean admits(String address, int port) {
    return policy.getSpec().getEgress().stream()
        .filter(rule -> rule.getPorts().stream().anyMatch(it -> isPort(it, port)))
        .anyMatch(rule -> leadsTo(rule, address));
  }

  private static boolean isPort(NetworkPolicyPort allowed, int port) {
    return allowed.getPort().getIntVal() == port;
  }

  private static boolean leadsTo(NetworkPolicyEgressRule rule, String text) {
    IPAddress address = new IPAddressString(text).getAddress();
    return rule.getTo().stream()
        .filter(peer -> peer.getIpBlock() != null)
        .anyMatch(peer -> holds(peer.getIpBlock(), address));
  }

  private static boolean holds(IPBlock block, IPAddress address) {
    return contains(block.getCidr(), address)
        && block.getExcept().stream().noneMatch(except -> contains(except, address));
  }

  private static boolean contains(String cidr, IPAddress address) {
    IPAddress range = new IPAddressString(cidr).getAddress();
    return range.getIPVersion() == address.getIPVersion() && range.contains(address);
  }
}
