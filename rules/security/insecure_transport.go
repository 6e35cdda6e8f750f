package security

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

var insecureTransport = lint.New(lint.Meta{
	ID:       "insecure-transport",
	Title:    "credentials and data travel in the clear",
	Group:    "security",
	Severity: report.Error,
	Formats:  lint.OpenAPIOnly,
	Since:    "2026.1",
	Presets:  lint.Recommended,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	checkServers(p, api.Servers)
	calls(api, func(o *spec.Operation) { checkServers(p, o.Servers) })
	for _, s := range api.SecuritySchemes {
		checkURL(p, &s.Node, s.OpenIDConnectURL, s.AttrSpan("openIdConnectUrl"))
		for _, flow := range s.Flows {
			for _, to := range [...]struct{ key, url string }{
				{"authorizationUrl", flow.AuthorizationURL}, {"tokenUrl", flow.TokenURL}, {"refreshUrl", flow.RefreshURL}, {"deviceAuthorizationUrl", flow.DeviceAuthorizationURL},
			} {
				checkURL(p, &s.Node, to.url, memberSpan(&s.Node, "flows", flow.Kind, to.key))
			}
		}
	}
}})

func checkServers(p *lint.Pass, servers []*spec.Server) {
	for _, s := range servers {
		checkURL(p, &s.Node, s.URL, s.AttrSpan("url"))
	}
}

func checkURL(p *lint.Pass, n *spec.Node, address string, at source.Span) {
	if !isClear(address) {
		return
	}
	p.Report(n, at,
		fmt.Sprintf("%s is not encrypted: everyone between a client and the service reads its credentials, and changes what is said", address),
		lint.Cure("write https"+strings.TrimPrefix(strings.TrimPrefix(address, "http"), "ws")))
}

// isClear reports whether a URL is one of plain HTTP to another machine. What is only known at run time,
// {scheme}://{host}, is not looked at.
func isClear(address string) bool {
	if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "ws://") {
		return false
	}
	u, err := url.Parse(strings.NewReplacer("{", "", "}", "").Replace(address))
	if err != nil || u.Hostname() == "" {
		return false
	}
	host := strings.ToLower(u.Hostname())
	if ip, err := netip.ParseAddr(host); err == nil {
		return !ip.IsLoopback() && !ip.IsPrivate() && !ip.IsUnspecified()
	}
	for _, local := range [...]string{"localhost", ".localhost", ".local", ".internal", ".test", ".svc"} {
		if host == local || strings.HasPrefix(local, ".") && strings.HasSuffix(host, local) {
			return false
		}
	}
	return strings.Contains(host, ".") // a name without dots is one of a container or a cluster
}
