package stdrules

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"

	"github.com/bylaw-dev/bylaw/templates/kit/valid"
)

// text evaluates the rules of a string in protovalidate's order: lengths, then the rest.
func (e *evaluation) text(x value, s string, rules *validate.StringRules) {
	e.lengths(x, s, rules)
	e.brokeIf(rules.HasConst() && s != rules.GetConst(), x, "string", "const", "must equal `"+rules.GetConst()+"`")
	if p := e.runtime.pattern(rules.GetPattern()); rules.HasPattern() && p != nil && !p.MatchString(s) {
		e.broke(x, "string", "pattern", "does not match regex pattern `"+rules.GetPattern()+"`")
	}
	e.brokeIf(rules.HasPrefix() && !strings.HasPrefix(s, rules.GetPrefix()), x, "string", "prefix", "does not have prefix `"+rules.GetPrefix()+"`")
	e.brokeIf(rules.HasSuffix() && !strings.HasSuffix(s, rules.GetSuffix()), x, "string", "suffix", "does not have suffix `"+rules.GetSuffix()+"`")
	e.brokeIf(rules.HasContains() && !strings.Contains(s, rules.GetContains()), x, "string", "contains", "does not contain substring `"+rules.GetContains()+"`")
	e.brokeIf(rules.HasNotContains() && strings.Contains(s, rules.GetNotContains()), x, "string", "not_contains", "contains substring `"+rules.GetNotContains()+"`")
	lists(e, x, "string", s, rules.GetIn(), rules.GetNotIn(), func(s string) string { return s })
	if f := form(rules); f != nil {
		e.form(x, s, f)
	} else {
		e.header(x, s, rules)
	}
}

func (e *evaluation) lengths(x value, s string, rules *validate.StringRules) {
	characters, bytes := uint64(utf8.RuneCountInString(s)), uint64(len(s))
	for _, one := range []struct {
		broken bool
		n      uint64
		name   string
		says   string
	}{
		{rules.HasLen() && characters != rules.GetLen(), rules.GetLen(), "len", "must be %d characters"},
		{characters < rules.GetMinLen(), rules.GetMinLen(), "min_len", "must be at least %d characters"},
		{rules.HasMaxLen() && characters > rules.GetMaxLen(), rules.GetMaxLen(), "max_len", "must be at most %d characters"},
		{rules.HasLenBytes() && bytes != rules.GetLenBytes(), rules.GetLenBytes(), "len_bytes", "must be %d bytes"},
		{bytes < rules.GetMinBytes(), rules.GetMinBytes(), "min_bytes", "must be at least %d bytes"},
		{rules.HasMaxBytes() && bytes > rules.GetMaxBytes(), rules.GetMaxBytes(), "max_bytes", "must be at most %d bytes"},
	} {
		e.brokeIf(one.broken, x, "string", one.name, fmt.Sprintf(one.says, one.n))
	}
}

// bytes evaluates the rules of bytes.
func (e *evaluation) bytes(x value, b []byte, rules *validate.BytesRules) {
	n, s := uint64(len(b)), string(b)
	e.brokeIf(rules.HasConst() && s != string(rules.GetConst()), x, "bytes", "const", fmt.Sprintf("must be %x", rules.GetConst()))
	e.brokeIf(rules.HasLen() && n != rules.GetLen(), x, "bytes", "len", fmt.Sprintf("must be %d bytes", rules.GetLen()))
	e.brokeIf(n < rules.GetMinLen(), x, "bytes", "min_len", fmt.Sprintf("must be at least %d bytes", rules.GetMinLen()))
	e.brokeIf(rules.HasMaxLen() && n > rules.GetMaxLen(), x, "bytes", "max_len", fmt.Sprintf("must be at most %d bytes", rules.GetMaxLen()))
	e.bytesPattern(x, s, rules)
	e.brokeIf(rules.HasPrefix() && !strings.HasPrefix(s, string(rules.GetPrefix())), x, "bytes", "prefix", fmt.Sprintf("does not have prefix %x", rules.GetPrefix()))
	e.brokeIf(rules.HasSuffix() && !strings.HasSuffix(s, string(rules.GetSuffix())), x, "bytes", "suffix", fmt.Sprintf("does not have suffix %x", rules.GetSuffix()))
	e.brokeIf(rules.HasContains() && !strings.Contains(s, string(rules.GetContains())), x, "bytes", "contains", fmt.Sprintf("does not contain %x", rules.GetContains()))
	lists(e, x, "bytes", s, texts(rules.GetIn()), texts(rules.GetNotIn()), func(s string) string { return s })
	e.bytesForm(x, len(b), rules)
}

func texts(all [][]byte) []string {
	out := make([]string, len(all))
	for i, b := range all {
		out[i] = string(b)
	}
	return out
}

// bytesPattern evaluates the rule that bytes can break in two ways: not being text is an error.
func (e *evaluation) bytesPattern(x value, s string, rules *validate.BytesRules) {
	p := e.runtime.pattern(rules.GetPattern())
	switch {
	case !rules.HasPattern() || p == nil:
	case !utf8.ValidString(s):
		e.Fail(valid.ErrNotUTF8)
	case !p.MatchString(s):
		e.broke(x, "bytes", "pattern", "must match regex pattern `"+rules.GetPattern()+"`")
	}
}

// bytesForm evaluates the rule that bytes are an address or an identifier, which is a matter of length.
func (e *evaluation) bytesForm(x value, n int, rules *validate.BytesRules) {
	var name, what string
	fits := false
	switch {
	case rules.GetIp():
		name, what, fits = "ip", "IP address", n == 4 || n == 16
	case rules.GetIpv4():
		name, what, fits = "ipv4", "IPv4 address", n == 4
	case rules.GetIpv6():
		name, what, fits = "ipv6", "IPv6 address", n == 16
	case rules.GetUuid():
		name, what, fits = "uuid", "UUID", n == 16
	default:
		return
	}
	switch {
	case n == 0:
		e.Add(x.prefix+"bytes."+name, "bytes."+name+"_empty", "value is empty, which is not a valid "+what)
	case !fits:
		e.broke(x, "bytes", name, "must be a valid "+what)
	}
}
