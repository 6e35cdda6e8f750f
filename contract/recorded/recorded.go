// Package recorded makes interactions of traffic that somebody recorded or tried out, whatever tool
// wrote it down: it leaves out what the transport adds by itself, and copies no secrets. It knows none
// of the formats of those tools.
package recorded

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/fields"
	"github.com/bylaw-dev/bylaw/contract/secret"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// transport are headers that say how a message travelled, by which machine and when. No consumer can
// rely on them, and each new exchange has others.
var transport = []string{
	"accept-encoding", "accept-ranges", "age", "alt-svc", "cf-cache-status", "cf-ray", "connection", "content-encoding",
	"content-length", "date", "dnt", "expect-ct", "forwarded", "host", "keep-alive", "nel", "origin", "postman-token", "priority", "proxy-connection",
	"referer", "report-to", "server", "server-timing", "te", "trailer", "transfer-encoding", "upgrade", "upgrade-insecure-requests",
	"user-agent", "vary", "via", "x-amz-cf-id", "x-amz-cf-pop", "x-cache", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto",
	"x-mock-url", "x-mock-record", "x-powered-by", "x-runtime", "x-served-by", "x-timer",
}

// Side is a request or response while it is read.
type Side struct {
	*fields.Reader
	Rules      []*contract.Rule
	Generators []*contract.Generator
	Headers    []contract.Values
	Query      []contract.Values

	asked map[string]bool // the places that have a matcher
}

// most is how many headers or parameters one side may have.
const most = 1000

// Header adds a value of a header, unless the transport made it. Values of one name are put together.
func (s *Side) Header(name, value string, span source.Span) {
	lower := strings.ToLower(name)
	if name == "" || strings.HasPrefix(name, ":") || strings.HasPrefix(lower, "sec-") || slices.Contains(transport, lower) {
		return
	}
	if !visible(name) {
		s.Fail(span, fmt.Sprintf("%q is no name of a header", name), "")
		return
	}
	s.Headers = s.add(s.Headers, contract.InHeader, "header", name, value, span)
}

// visible reports whether a text is a token of HTTP (RFC 9110, 5.6.2), but for the rarest characters.
func visible(name string) bool {
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!#$%&'*+^`|~") == ""
}

// Parameter adds a value of a query parameter.
func (s *Side) Parameter(name, value string, span source.Span) {
	s.Query = s.add(s.Query, contract.InQuery, "parameter", name, value, span)
}

func (s *Side) add(all []contract.Values, category contract.Category, what, name, value string, span source.Span) []contract.Values {
	value = s.clean(category, what, name, value, span)
	i := slices.IndexFunc(all, func(v contract.Values) bool {
		return v.Name == name || category == contract.InHeader && strings.EqualFold(v.Name, name)
	})
	if i < 0 && len(all) >= most {
		s.Fail(span, fmt.Sprintf("there are more than %d of these: the rest is left out", most), "")
		return all
	}
	if i < 0 {
		return append(all, contract.Values{Name: name, Values: []string{value}, Span: span})
	}
	all[i].Values = append(all[i].Values, value)
	return all
}

// clean returns the value, or what stands for it; then any value will do.
func (s *Side) clean(category contract.Category, what, name, value string, span source.Span) string {
	clean, found := secret.Text(value)
	if secret.Named(name) && value != "" {
		clean, found = secret.Redacted, true
	}
	if found {
		s.Redact(span, fmt.Sprintf("the %s %q", what, name))
		s.Ask(category, contract.Named(name), &contract.Matcher{Kind: contract.Type, Name: "type"}, span)
	}
	return clean
}

// Ask adds a matcher, once for each place.
func (s *Side) Ask(category contract.Category, path contract.Path, m *contract.Matcher, span source.Span) {
	at := category.String() + " " + path.Text
	if s.asked[at] {
		return
	}
	if s.asked == nil {
		s.asked = map[string]bool{}
	}
	s.asked[at] = true
	m.Span = span
	s.Rules = append(s.Rules, &contract.Rule{Category: category, Path: path, Matchers: []*contract.Matcher{m}, Span: span})
}

// Address takes a URL apart: it adds the parameters and returns host and path. Names, passwords and
// fragments in it are left out.
func (s *Side) Address(text string, span source.Span) (host, path string, ok bool) {
	u, err := url.Parse(text)
	if err != nil || u.Opaque != "" {
		s.Fail(span, "this is no URL of a request", "write https://HOST/PATH")
		return "", "", false
	}
	if u.User != nil {
		s.Redact(span, "the name and password in the URL")
	}
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		s.Parameter(unescape(name), unescape(value), span)
	}
	return u.Host, s.Path(u.EscapedPath(), span), true
}

// Path returns the path of a request without what looks like a secret.
func (s *Side) Path(path string, span source.Span) string {
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	clean, found := secret.Text(path)
	if found {
		s.Redact(span, "a part of the path")
		pattern := strings.ReplaceAll(regexp.QuoteMeta(clean), secret.Redacted, "[^/]+")
		s.Ask(contract.InPath, Root(), &contract.Matcher{Kind: contract.Regex, Name: "regex", Regex: pattern}, span)
	}
	return clean
}

// Root is the path of what has no parts, such as the path of a request.
func Root() contract.Path { return contract.Path{Steps: []contract.Step{{Kind: contract.Root}}} }

// unescape undoes percent-encoding, where it is one.
func unescape(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}
