package ratelimit_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/ratelimit"
)

func TestClient(t *testing.T) {
	const ours = "10.0.0.0/8, ::1, 127.0.0.1, ::ffff:172.16.0.0/108, 2001:db8:aa::/48"
	for _, row := range []struct {
		name, trusted, header string
		peer                  string
		lines                 []string // of the header; "Name: value" for another one
		want                  string
	}{
		{"a direct client", ours, "", "203.0.113.9:5123", nil, "203.0.113.9"},
		{"a direct client that lies", ours, "", "203.0.113.9:5123", []string{"198.51.100.7"}, "203.0.113.9"},
		{"nobody is trusted", "", "", "10.0.0.1:80", []string{"198.51.100.7"}, "10.0.0.1"},
		{"behind a proxy", ours, "", "10.0.0.1:80", []string{"203.0.113.9"}, "203.0.113.9"},
		{"behind a proxy, with lies in front", ours, "", "10.0.0.1:80", []string{"198.51.100.7, 192.0.2.1,203.0.113.9"}, "203.0.113.9"},
		{"lies that look like our proxies", ours, "", "10.0.0.1:80", []string{"198.51.100.7, 10.0.0.9, 203.0.113.9"}, "203.0.113.9"},
		{"behind two proxies", ours, "", "10.0.0.1:80", []string{"198.51.100.7, 203.0.113.9, 10.2.3.4"}, "203.0.113.9"},
		{"several lines", ours, "", "10.0.0.1:80", []string{"198.51.100.7", "203.0.113.9", "10.2.3.4"}, "203.0.113.9"},
		{"proxies only", ours, "", "10.0.0.1:80", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
		{"nothing said", ours, "", "10.0.0.1:80", nil, "10.0.0.1"},
		{"an empty line", ours, "", "10.0.0.1:80", []string{""}, "10.0.0.1"},
		{"empty elements", ours, "", "10.0.0.1:80", []string{"203.0.113.9,,"}, "10.0.0.1"},
		{"nonsense at the end", ours, "", "10.0.0.1:80", []string{"203.0.113.9, unknown"}, "10.0.0.1"},
		{"nonsense in front", ours, "", "10.0.0.1:80", []string{"<script>, 203.0.113.9"}, "203.0.113.9"},
		{"ports", ours, "", "[::1]:80", []string{"203.0.113.9:5123"}, "203.0.113.9"},
		{"IPv6", ours, "", "[::1]:80", []string{"2001:db8::7"}, "2001:db8::7"},
		{"IPv6 in brackets", ours, "", "[::1]:80", []string{"[2001:db8::7]"}, "2001:db8::7"},
		{"IPv6 with its port", ours, "", "[::1]:80", []string{"[2001:db8::7]:443"}, "2001:db8::7"},
		{"a zone", ours, "", "[2001:db8:aa::1%eth0]:80", []string{"fe80::1%eth1"}, "fe80::1"},
		{"IPv4 as IPv6", ours, "", "[::ffff:10.0.0.1]:80", []string{"::ffff:203.0.113.9"}, "203.0.113.9"},
		{"a network in that form", ours, "", "172.16.3.4:80", []string{"203.0.113.9"}, "203.0.113.9"},
		{"a Unix socket", ours, "", "@", []string{"203.0.113.9"}, "203.0.113.9"},
		{"a Unix socket that nobody trusts", "10.0.0.0/8", "", "", []string{"203.0.113.9"}, "127.0.0.1"},
		{"another header", ours, "", "10.0.0.1:80", []string{"X-Real-Ip: 198.51.100.7", "203.0.113.9", "Forwarded: for=198.51.100.7"}, "203.0.113.9"},
		{"one address only", ours, "x-real-ip", "10.0.0.1:80", []string{"203.0.113.9", "X-Forwarded-For: 198.51.100.7"}, "203.0.113.9"},
		{"RFC 7239", ours, "Forwarded", "10.0.0.1:80", []string{"for=192.0.2.43, for=203.0.113.9;proto=https;by=10.0.0.1"}, "203.0.113.9"},
		{"RFC 7239, IPv6", ours, "forwarded", "10.0.0.1:80", []string{`proto=http; For="[2001:db8:cafe::17]:4711"`}, "2001:db8:cafe::17"},
		{"RFC 7239, hidden", ours, "Forwarded", "10.0.0.1:80", []string{"for=198.51.100.7, for=_hidden, for=10.0.0.5"}, "10.0.0.5"},
		{"RFC 7239, a quote left open by a liar", ours, "Forwarded", "10.0.0.1:80", []string{`for="198.51.100.7, for=203.0.113.9`}, "203.0.113.9"},
		{"RFC 7239, no for", ours, "Forwarded", "10.0.0.1:80", []string{"by=198.51.100.7"}, "10.0.0.1"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, err := ratelimit.ParseProxies(row.trusted, row.header)
			if err != nil {
				t.Fatal(err)
			}
			r := &http.Request{RemoteAddr: row.peer, Header: http.Header{}}
			for _, line := range row.lines {
				name, value, other := strings.Cut(line, ": ")
				if !other || !strings.Contains("X-Real-Ip Forwarded X-Forwarded-For", name) {
					name, value = p.Header(), line
				}
				r.Header.Add(name, value)
			}
			if got := p.Client(r); got != netip.MustParseAddr(row.want) {
				t.Errorf("got %s, want %s", got, row.want)
			}
		})
	}
}

func TestParseProxiesRefuses(t *testing.T) {
	for _, text := range []string{"10.0.0.0/33", "proxy.example.com", "10.0.0.0/8 10.1.0.0/16", "*"} {
		if _, err := ratelimit.ParseProxies(text, ""); err == nil || !strings.Contains(err.Error(), "write it like 10.0.0.0/8") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzResolve(f *testing.F) {
	for _, line := range []string{"203.0.113.9", `for="[::1]:1"`, ",,,", "[", `for="`, ";;=,", "10.0.0.1,10.0.0.1"} {
		f.Add(line, "Forwarded")
		f.Add(line, "")
	}
	f.Fuzz(func(t *testing.T, line, header string) {
		p, err := ratelimit.ParseProxies("10.0.0.0/8", header)
		if err != nil {
			t.Fatal(err)
		}
		for _, mine := range []string{"203.0.113.9", "for=203.0.113.9"} { // what our proxy adds is what counts, whatever stands before it
			got := p.Resolve(netip.MustParseAddr("10.0.0.1"), []string{line, line + "," + mine})
			if good := strings.EqualFold(header, "Forwarded") == strings.HasPrefix(mine, "for="); good && got != netip.MustParseAddr("203.0.113.9") {
				t.Errorf("%q, %q: %s", header, line, got)
			}
		}
	})
}
