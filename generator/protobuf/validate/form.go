package validate

import "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"

// knownForm is a form of text that a rule names.
type knownForm struct {
	on              bool
	name            string
	check           string // a function of wellknown, with arguments behind the text: "IPPrefix(%, true)"
	what, emptyWhat string // in messages: "must be a valid …"; emptyWhat "": an empty text is like any other
}

// form returns which form a text must have; nil: none.
func form(rules *validate.StringRules) *knownForm {
	for _, f := range []knownForm{
		{rules.GetEmail(), "email", "Email(%)", "email address", "email address"},
		{rules.GetHostname(), "hostname", "Hostname(%)", "hostname", "hostname"},
		{rules.GetIp(), "ip", "IP(%)", "IP address", "IP address"},
		{rules.GetIpv4(), "ipv4", "IPv4(%)", "IPv4 address", "IPv4 address"},
		{rules.GetIpv6(), "ipv6", "IPv6(%)", "IPv6 address", "IPv6 address"},
		{rules.GetUri(), "uri", "URI(%)", "URI", "URI"},
		{rules.GetUriRef(), "uri_ref", "URIRef(%)", "URI Reference", ""},
		{rules.GetAddress(), "address", "Address(%)", "hostname, or ip address", "hostname, or ip address"},
		{rules.GetUuid(), "uuid", "UUID(%)", "UUID", "UUID"},
		{rules.GetTuuid(), "tuuid", "TUUID(%)", "trimmed UUID", "trimmed UUID"},
		{rules.GetIpWithPrefixlen(), "ip_with_prefixlen", "IPPrefix(%, false)", "IP prefix", "IP prefix"},
		{rules.GetIpv4WithPrefixlen(), "ipv4_with_prefixlen", "IPv4Prefix(%, false)", "IPv4 address with prefix length", "IPv4 address with prefix length"},
		{rules.GetIpv6WithPrefixlen(), "ipv6_with_prefixlen", "IPv6Prefix(%, false)", "IPv6 address with prefix length", "IPv6 address with prefix length"},
		{rules.GetIpPrefix(), "ip_prefix", "IPPrefix(%, true)", "IP prefix", "IP prefix"},
		{rules.GetIpv4Prefix(), "ipv4_prefix", "IPv4Prefix(%, true)", "IPv4 prefix", "IPv4 prefix"},
		{rules.GetIpv6Prefix(), "ipv6_prefix", "IPv6Prefix(%, true)", "IPv6 prefix", "IPv6 prefix"},
		{rules.GetUlid(), "ulid", "ULID(%)", "ULID", "ULID"},
		{rules.GetHostAndPort(), "host_and_port", "HostAndPort(%)", "host (hostname or IP address) and port pair", "host and port pair"},
		{rules.GetProtobufFqn(), "protobuf_fqn", "FullName(%)", "fully-qualified Protobuf name", "fully-qualified Protobuf name"},
		{rules.GetProtobufDotFqn(), "protobuf_dot_fqn", "DotFullName(%)", "fully-qualified Protobuf name with a leading dot", "fully-qualified Protobuf name with a leading dot"},
	} {
		if f.on {
			return &f
		}
	}
	return nil
}

func (w *writer) form(x value, f *knownForm) {
	broken := "!wellknown." + replaceText(f.check, x.at)
	w.use(Kit + "/wellknown")
	r := x.rule("string", f.name, "must be a valid "+f.what)
	if f.emptyWhat == "" {
		w.add(broken, r)
		return
	}
	w.emptyOr(x, rule{r.path, r.id + "_empty", "value is empty, which is not a valid " + f.emptyWhat}, broken, r)
}

// emptyOr writes that an empty text breaks one rule, and any other another one.
func (w *writer) emptyOr(x value, empty rule, broken string, r rule) {
	w.line("if %s == \"\" {", x.at)
	w.broken(empty)
	w.line("} else if %s {", broken)
	w.broken(r)
	w.line("}")
}

// header writes the rules of HTTP headers, which are strict unless they say otherwise.
func (w *writer) header(x value, rules *validate.StringRules) {
	w.use(Kit + "/wellknown")
	strict := !rules.HasStrict() || rules.GetStrict()
	path, id := x.prefix+"string.well_known_regex", "string.well_known_regex.header_"
	check := func(function string) string {
		if !strict {
			function = "HeaderLoose"
		}
		return "!wellknown." + function + "(" + x.at + ")"
	}
	switch rules.GetWellKnownRegex() {
	case validate.KnownRegex_KNOWN_REGEX_HTTP_HEADER_NAME:
		w.emptyOr(x, rule{path, id + "name_empty", "value is empty, which is not a valid HTTP header name"},
			check("HeaderName"), rule{path, id + "name", "must be a valid HTTP header name"})
	case validate.KnownRegex_KNOWN_REGEX_HTTP_HEADER_VALUE:
		w.add(check("HeaderValue"), rule{path, id + "value", "must be a valid HTTP header value"})
	}
}
