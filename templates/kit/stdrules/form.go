package stdrules

import (
	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"

	"github.com/bylaw-dev/bylaw/templates/kit/wellknown"
)

// knownForm is a form of text that a rule names.
type knownForm struct {
	on              bool
	name            string
	fits            func(string) bool
	what, emptyWhat string // in messages: "must be a valid …"; emptyWhat "": an empty text is like any other
}

// form returns which form a text must have; nil: none.
func form(rules *validate.StringRules) *knownForm {
	if !rules.HasWellKnown() {
		return nil
	}
	prefix := func(check func(string, bool) bool, strict bool) func(string) bool {
		return func(s string) bool { return check(s, strict) }
	}
	for _, f := range []knownForm{
		{rules.GetEmail(), "email", wellknown.Email, "email address", "email address"},
		{rules.GetHostname(), "hostname", wellknown.Hostname, "hostname", "hostname"},
		{rules.GetIp(), "ip", wellknown.IP, "IP address", "IP address"},
		{rules.GetIpv4(), "ipv4", wellknown.IPv4, "IPv4 address", "IPv4 address"},
		{rules.GetIpv6(), "ipv6", wellknown.IPv6, "IPv6 address", "IPv6 address"},
		{rules.GetUri(), "uri", wellknown.URI, "URI", "URI"},
		{rules.GetUriRef(), "uri_ref", wellknown.URIRef, "URI Reference", ""},
		{rules.GetAddress(), "address", wellknown.Address, "hostname, or ip address", "hostname, or ip address"},
		{rules.GetUuid(), "uuid", wellknown.UUID, "UUID", "UUID"},
		{rules.GetTuuid(), "tuuid", wellknown.TUUID, "trimmed UUID", "trimmed UUID"},
		{rules.GetIpWithPrefixlen(), "ip_with_prefixlen", prefix(wellknown.IPPrefix, false), "IP prefix", "IP prefix"},
		{rules.GetIpv4WithPrefixlen(), "ipv4_with_prefixlen", prefix(wellknown.IPv4Prefix, false), "IPv4 address with prefix length", "IPv4 address with prefix length"},
		{rules.GetIpv6WithPrefixlen(), "ipv6_with_prefixlen", prefix(wellknown.IPv6Prefix, false), "IPv6 address with prefix length", "IPv6 address with prefix length"},
		{rules.GetIpPrefix(), "ip_prefix", prefix(wellknown.IPPrefix, true), "IP prefix", "IP prefix"},
		{rules.GetIpv4Prefix(), "ipv4_prefix", prefix(wellknown.IPv4Prefix, true), "IPv4 prefix", "IPv4 prefix"},
		{rules.GetIpv6Prefix(), "ipv6_prefix", prefix(wellknown.IPv6Prefix, true), "IPv6 prefix", "IPv6 prefix"},
		{rules.GetUlid(), "ulid", wellknown.ULID, "ULID", "ULID"},
		{rules.GetHostAndPort(), "host_and_port", wellknown.HostAndPort, "host (hostname or IP address) and port pair", "host and port pair"},
		{rules.GetProtobufFqn(), "protobuf_fqn", wellknown.FullName, "fully-qualified Protobuf name", "fully-qualified Protobuf name"},
		{rules.GetProtobufDotFqn(), "protobuf_dot_fqn", wellknown.DotFullName, "fully-qualified Protobuf name with a leading dot", "fully-qualified Protobuf name with a leading dot"},
	} {
		if f.on {
			return &f
		}
	}
	return nil
}

func (e *evaluation) form(x value, s string, f *knownForm) {
	path := x.prefix + "string." + f.name
	switch {
	case s == "" && f.emptyWhat != "":
		e.Add(path, "string."+f.name+"_empty", "value is empty, which is not a valid "+f.emptyWhat)
	case !f.fits(s):
		e.Add(path, "string."+f.name, "must be a valid "+f.what)
	}
}

// header evaluates the rules of HTTP headers, which are strict unless they say otherwise.
func (e *evaluation) header(x value, s string, rules *validate.StringRules) {
	const id = "string.well_known_regex.header_"
	path := x.prefix + "string.well_known_regex"
	name, content := wellknown.HeaderName, wellknown.HeaderValue
	if rules.HasStrict() && !rules.GetStrict() {
		name, content = wellknown.HeaderLoose, wellknown.HeaderLoose
	}
	switch known := rules.GetWellKnownRegex(); {
	case known == validate.KnownRegex_KNOWN_REGEX_HTTP_HEADER_NAME && s == "":
		e.Add(path, id+"name_empty", "value is empty, which is not a valid HTTP header name")
	case known == validate.KnownRegex_KNOWN_REGEX_HTTP_HEADER_NAME && !name(s):
		e.Add(path, id+"name", "must be a valid HTTP header name")
	case known == validate.KnownRegex_KNOWN_REGEX_HTTP_HEADER_VALUE && !content(s):
		e.Add(path, id+"value", "must be a valid HTTP header value")
	}
}
