package ratelimit

import (
	"cmp"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxies are those whose word on a client's address is taken. With the zero value, the address that a
// connection comes from is the client's, and whatever a header says of it is ignored.
type Proxies struct {
	trusted []netip.Prefix
	header  string // canonical
}

// ParseProxies reads the networks and single addresses of our own proxies, separated by commas: 10.0.0.0/8, ::1.
// A peer on a Unix socket counts as 127.0.0.1. A load balancer that isn't named here makes one client of all. header is the one that these proxies add to, or overwrite:
// X-Forwarded-For (""), Forwarded (RFC 7239), or one with a single address, such as X-Real-IP. No other is looked
// at, because a proxy passes on what it doesn't know.
func ParseProxies(trusted, header string) (Proxies, error) {
	p := Proxies{header: http.CanonicalHeaderKey(cmp.Or(header, "X-Forwarded-For"))}
	for part := range strings.SplitSeq(trusted, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		network, err := parseNetwork(part)
		if err != nil {
			return Proxies{}, fmt.Errorf("%q is no network: write it like 10.0.0.0/8 or 192.0.2.1", part)
		}
		p.trusted = append(p.trusted, network)
	}
	return p, nil
}

// parseNetwork gives IPv4 that is written as IPv6 as IPv4.
func parseNetwork(text string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(text); err == nil {
		return plain(a).Prefix(plain(a).BitLen())
	}
	n, err := netip.ParsePrefix(text)
	if err == nil && n.Addr().Is4In6() {
		return n.Addr().Unmap().Prefix(n.Bits() - 96)
	}
	return n, err
}

// Client returns the address of the client that a request comes from.
func (p Proxies) Client(r *http.Request) netip.Addr {
	return p.Resolve(Peer(r.RemoteAddr), r.Header[p.header])
}

// Header is the name of the header whose lines Resolve needs.
func (p Proxies) Header() string { return p.header }

// Peer reads the address of a connection, with or without its port. One that is none, such as that of a
// Unix socket, is 127.0.0.1.
func Peer(address string) netip.Addr {
	if a, ok := parseNode(address); ok {
		return a
	}
	return netip.AddrFrom4([4]byte{127, 0, 0, 1})
}

// Resolve returns the client's address for a connection from peer on which lines of the header have come
// (in gRPC: its metadata). Each proxy adds the address that it was called from at the end, and a client can
// send what it likes in front: so they are read from the end, as far as they come from trusted ones.
func (p Proxies) Resolve(peer netip.Addr, lines []string) netip.Addr {
	client := plain(peer)
	for i := len(lines) - 1; i >= 0; i-- {
		for rest := lines[i]; rest != ""; {
			if !p.trusts(client) {
				return client
			}
			comma := strings.LastIndexByte(rest, ',')
			a, ok := p.parse(rest[comma+1:])
			if !ok {
				return client // what a trusted proxy doesn't know is nobody's word
			}
			client, rest = a, rest[:max(comma, 0)]
		}
	}
	return client
}

func (p Proxies) trusts(a netip.Addr) bool {
	return slices.ContainsFunc(p.trusted, func(t netip.Prefix) bool { return t.Contains(a) })
}

// parse reads one element of the header.
func (p Proxies) parse(element string) (netip.Addr, bool) {
	if p.header != "Forwarded" {
		return parseNode(strings.TrimSpace(element))
	}
	for pair := range strings.SplitSeq(element, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		if strings.EqualFold(name, "for") {
			return parseNode(strings.Trim(value, `"`))
		}
	}
	return netip.Addr{}, false
}

// parseNode reads an address: 192.0.2.1, 192.0.2.1:80, 2001:db8::1, [2001:db8::1], [2001:db8::1]:80.
func parseNode(text string) (netip.Addr, bool) {
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	if n := len(text); n > 2 && text[0] == '[' && text[n-1] == ']' {
		text = text[1 : n-1]
	}
	a, err := netip.ParseAddr(text)
	return plain(a), err == nil
}

// plain is an address without what makes two of one: a zone, and IPv4 in the form of IPv6.
func plain(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }
