package validate

import (
	"fmt"
	"strconv"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
)

// text writes the rules of a string in protovalidate's order: lengths, then the rest.
func (w *writer) text(x value, rules *validate.StringRules) {
	w.lengths(x, rules)
	if rules.HasConst() {
		w.add(x.at+" != "+literal(rules.GetConst()), x.rule("string", "const", "must equal `"+rules.GetConst()+"`"))
	}
	if rules.HasPattern() {
		name := w.pattern(x, rules.GetPattern())
		w.add("!"+name+".MatchString("+x.at+")", x.rule("string", "pattern", "does not match regex pattern `"+rules.GetPattern()+"`"))
	}
	w.parts(x, rules)
	w.lists(x, "string", quoted(rules.GetIn()), quoted(rules.GetNotIn()), rules.GetIn(), rules.GetNotIn())
	if f := form(rules); f != nil {
		w.form(x, f)
	} else if rules.GetWellKnownRegex() != 0 {
		w.header(x, rules)
	}
}

func (w *writer) lengths(x value, rules *validate.StringRules) {
	characters, bytes := "utf8.RuneCountInString("+x.at+")", "len("+x.at+")"
	for _, one := range []struct {
		has              bool
		n                uint64
		length, operator string
		name, message    string
	}{
		{rules.HasLen(), rules.GetLen(), characters, "!=", "len", "must be %d characters"},
		{rules.GetMinLen() > 0, rules.GetMinLen(), characters, "<", "min_len", "must be at least %d characters"},
		{rules.HasMaxLen(), rules.GetMaxLen(), characters, ">", "max_len", "must be at most %d characters"},
		{rules.HasLenBytes(), rules.GetLenBytes(), bytes, "!=", "len_bytes", "must be %d bytes"},
		{rules.GetMinBytes() > 0, rules.GetMinBytes(), bytes, "<", "min_bytes", "must be at least %d bytes"},
		{rules.HasMaxBytes(), rules.GetMaxBytes(), bytes, ">", "max_bytes", "must be at most %d bytes"},
	} {
		if !one.has {
			continue
		}
		if one.length == characters {
			w.use("unicode/utf8")
		}
		w.add(sized(one.length, one.operator, one.n), x.rule("string", one.name, fmt.Sprintf(one.message, one.n)))
	}
}

func (w *writer) parts(x value, rules *validate.StringRules) {
	for _, one := range []struct {
		has                       bool
		part, not, function, name string
		message                   string
	}{
		{rules.HasPrefix(), rules.GetPrefix(), "!", "HasPrefix", "prefix", "does not have prefix `%s`"},
		{rules.HasSuffix(), rules.GetSuffix(), "!", "HasSuffix", "suffix", "does not have suffix `%s`"},
		{rules.HasContains(), rules.GetContains(), "!", "Contains", "contains", "does not contain substring `%s`"},
		{rules.HasNotContains(), rules.GetNotContains(), "", "Contains", "not_contains", "contains substring `%s`"},
	} {
		if one.has {
			w.use("strings")
			w.add(fmt.Sprintf("%sstrings.%s(%s, %s)", one.not, one.function, x.at, literal(one.part)),
				x.rule("string", one.name, strings.Replace(one.message, "%s", one.part, 1)))
		}
	}
}

// pattern returns the variable of a regular expression.
func (w *writer) pattern(x value, source string) string {
	w.use("regexp")
	name := w.claim(camel(string(x.desc.ContainingMessage().Name()) + "_" + string(x.desc.Name()) + "_pattern"))
	w.patterns = append(w.patterns, Pattern{name, literal(source)})
	return name
}

// claim returns a name that is unique in the package: wanted, or with a number from 2 up.
func (w *writer) claim(wanted string) string {
	name := wanted
	for n := 2; w.taken[name]; n++ {
		name = wanted + strconv.Itoa(n)
	}
	w.taken[name] = true
	return name
}

// camel makes an unexported Go name of words with underscores between them.
func camel(name string) string {
	var b strings.Builder
	for i, word := range strings.Split(name, "_") {
		switch {
		case word == "" && i == 0:
			b.WriteString("x")
		case word == "":
		case i == 0:
			b.WriteString(strings.ToLower(word[:1]) + word[1:])
		default:
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}

// bytes writes the rules of bytes.
func (w *writer) bytes(x value, rules *validate.BytesRules) {
	if rules.HasConst() {
		w.add("string("+x.at+") != "+literal(string(rules.GetConst())), x.rule("bytes", "const", fmt.Sprintf("must be %x", rules.GetConst())))
	}
	length := "len(" + x.at + ")"
	if n := rules.GetLen(); rules.HasLen() {
		w.add(sized(length, "!=", n), x.rule("bytes", "len", fmt.Sprintf("must be %d bytes", n)))
	}
	if n := rules.GetMinLen(); n > 0 {
		w.add(sized(length, "<", n), x.rule("bytes", "min_len", fmt.Sprintf("must be at least %d bytes", n)))
	}
	if n := rules.GetMaxLen(); rules.HasMaxLen() {
		w.add(sized(length, ">", n), x.rule("bytes", "max_len", fmt.Sprintf("must be at most %d bytes", n)))
	}
	w.bytesPattern(x, rules)
	w.bytesParts(x, rules)
	text := value{"string(" + x.at + ")", x.desc, x.prefix}
	w.lists(text, "bytes", quoted(rules.GetIn()), quoted(rules.GetNotIn()), spelt(rules.GetIn()), spelt(rules.GetNotIn()))
	w.bytesForm(x, rules)
}

// bytesPattern writes the rule that bytes can break in two ways: not being text is an error.
func (w *writer) bytesPattern(x value, rules *validate.BytesRules) {
	if !rules.HasPattern() {
		return
	}
	w.use("unicode/utf8")
	r := x.rule("bytes", "pattern", "must match regex pattern `"+rules.GetPattern()+"`")
	w.line("if !utf8.Valid(%s) {", x.at)
	w.line("v.Fail(valid.ErrNotUTF8)")
	w.line("} else if !%s.Match(%s) {", w.pattern(x, rules.GetPattern()), x.at)
	w.broken(r)
	w.line("}")
}

func (w *writer) bytesParts(x value, rules *validate.BytesRules) {
	if p := rules.GetPrefix(); rules.HasPrefix() {
		w.add("!valid.HasPrefix("+x.at+", "+literal(string(p))+")", x.rule("bytes", "prefix", fmt.Sprintf("does not have prefix %x", p)))
	}
	if p := rules.GetSuffix(); rules.HasSuffix() {
		w.add("!valid.HasSuffix("+x.at+", "+literal(string(p))+")", x.rule("bytes", "suffix", fmt.Sprintf("does not have suffix %x", p)))
	}
	if p := rules.GetContains(); rules.HasContains() {
		w.add("!valid.Contains("+x.at+", "+literal(string(p))+")", x.rule("bytes", "contains", fmt.Sprintf("does not contain %x", p)))
	}
}

// bytesForm writes the rule that bytes are an address or an identifier, which is a matter of length.
func (w *writer) bytesForm(x value, rules *validate.BytesRules) {
	var name, what, sizes string
	switch {
	case rules.GetIp():
		name, what, sizes = "ip", "IP address", "4, 16"
	case rules.GetIpv4():
		name, what, sizes = "ipv4", "IPv4 address", "4"
	case rules.GetIpv6():
		name, what, sizes = "ipv6", "IPv6 address", "16"
	case rules.GetUuid():
		name, what, sizes = "uuid", "UUID", "16"
	default:
		return
	}
	path := x.prefix + "bytes." + name
	w.line("switch len(%s) {", x.at)
	w.line("case %s:", sizes)
	w.line("case 0:")
	w.broken(rule{path, "bytes." + name + "_empty", "value is empty, which is not a valid " + what})
	w.line("default:")
	w.broken(rule{path, "bytes." + name, "must be a valid " + what})
	w.line("}")
}
