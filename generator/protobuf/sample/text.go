package sample

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/generator/sample"
)

// longest bounds texts: what demands a longer one is refused.
const longest = 100_000

var words = [...]string{
	"alpha", "bravo", "cedar", "delta", "ember", "fjord", "grove", "harbor", "indigo", "juniper", "krill", "lumen", "maple",
	"nectar", "opal", "prism", "quartz", "ridge", "sable", "tundra", "umber", "vertex", "willow", "xenon", "yarrow", "zephyr",
}

// wordOf is what a text says that need say nothing.
func wordOf(turn int) string {
	word := words[turn%len(words)]
	for n := turn / len(words); n > 0; n /= 10 {
		word += string(rune('0' + n%10))
	}
	return word
}

// texts returns texts that a field may have, those that are liked best first.
func (w *work) texts(f protoreflect.FieldDescriptor, r protoreflect.Message, path string) []string {
	if template := w.binding.template(path); template != "" {
		return w.routed(f, r, template)
	}
	var out []string
	out = append(out, w.names(f)...)
	out = append(out, formatted(f, r, w.turn)...)
	return append(out, w.plain(r)...)
}

// formatted returns texts of the format that a field declares.
func formatted(f protoreflect.FieldDescriptor, r protoreflect.Message, turn int) []string {
	switch option[*annotations.FieldInfo](f, annotations.E_FieldInfo).GetFormat() {
	case annotations.FieldInfo_UUID4:
		return forms["uuid"](turn)
	case annotations.FieldInfo_IPV4, annotations.FieldInfo_IPV4_OR_IPV6:
		return forms["ipv4"](turn)
	case annotations.FieldInfo_IPV6:
		return forms["ipv6"](turn)
	}
	form := form(r)
	if make, ok := forms[form]; ok {
		return make(turn)
	}
	return nil
}

// form names the format that rules ask for; "" for none.
func form(r protoreflect.Message) string {
	if r == nil || r.Descriptor().Oneofs().ByName("well_known") == nil {
		return ""
	}
	which := r.WhichOneof(r.Descriptor().Oneofs().ByName("well_known"))
	switch {
	case which == nil:
		return ""
	case which.Kind() == protoreflect.BoolKind && !r.Get(which).Bool():
		return ""
	case which.Kind() == protoreflect.EnumKind && r.Get(which).Enum() == 0:
		return ""
	}
	return string(which.Name())
}

// forms makes texts of each format; turns tell them apart.
var forms = map[string]func(turn int) []string{
	"email":               each("user%d@example.com"),
	"hostname":            each("host%d.example.com"),
	"ip":                  each("192.0.2.%d", "2001:db8::%d"),
	"ipv4":                each("192.0.2.%d"),
	"ipv6":                each("2001:db8::%d"),
	"uri":                 each("https://example.com/%d"),
	"uri_ref":             each("https://example.com/%d", "/%d"),
	"address":             each("host%d.example.com", "192.0.2.%d"),
	"uuid":                each("3b241101-e2bb-4255-8caf-%012d"),
	"tuuid":               each("3b241101e2bb42558caf%012d"),
	"ulid":                each("01ARZ3NDEKTSV4RRFFQ69G%04d"),
	"ip_with_prefixlen":   each("192.0.2.%d/24", "2001:db8::%d/64"),
	"ipv4_with_prefixlen": each("192.0.2.%d/24"),
	"ipv6_with_prefixlen": each("2001:db8::%d/64"),
	"ip_prefix":           each("10.%d.0.0/16", "2001:db8:%d::/48"),
	"ipv4_prefix":         each("10.%d.0.0/16"),
	"ipv6_prefix":         each("2001:db8:%d::/48"),
	"host_and_port":       each("host%d.example.com:8080"),
	"well_known_regex":    each("x-name-%d", "value"),
	"protobuf_fqn":        each("example.v1.Message%d"),
	"protobuf_dot_fqn":    each(".example.v1.Message%d"),
}

func each(formats ...string) func(int) []string {
	return func(turn int) []string {
		var out []string
		for _, format := range formats {
			out = append(out, fmt.Sprintf(strings.Replace(format, "%d", "%[1]d", 1), turn%200+1))
		}
		return out
	}
}

// plain returns texts without a form: by their pattern, or words; as long as they have to be.
func (w *work) plain(r protoreflect.Message) []string {
	least, most := lengths(r, "len", "min_len", "max_len")
	leastBytes, mostBytes := lengths(r, "len_bytes", "min_bytes", "max_bytes")
	least, most = max(least, (leastBytes+3)/4), min(most, mostBytes)
	if least > longest {
		return nil
	}
	var out []string
	if has(r, "pattern") {
		out = append(out, matching(get(r, "pattern").String(), max(least, leastBytes), most, w.turn), matching(get(r, "pattern").String(), least, most, w.turn))
	}
	prefix, contains, suffix := affix(r, "prefix"), affix(r, "contains"), affix(r, "suffix")
	for _, word := range []string{wordOf(w.turn), string(rune('a' + w.turn%26)), ""} {
		for _, size := range []uint64{max(least, leastBytes), least} {
			out = append(out, stretched(prefix+word+contains, suffix, size), stretched(prefix+contains+word, suffix, size))
		}
	}
	if leastBytes > most { // fewer characters than bytes
		wide := int(least)
		for n := wide; n <= int(min(most, longest)); n++ {
			for _, c := range []string{"é", "€", "😀"} {
				out = append(out, strings.Repeat(c, n))
			}
		}
	}
	if least == most || most < uint64(len(words[0])) {
		out = append(out, stretched("", "", most))
	}
	for _, c := range []string{"é", "€", "😀"} {
		if least > 0 {
			out = append(out, strings.Repeat(c, int(least)))
		}
	}
	return out
}

func affix(r protoreflect.Message, name protoreflect.Name) string {
	if !has(r, name) {
		return ""
	}
	return get(r, name).String()
}

// stretched fills the middle until there are so many characters.
func stretched(head, tail string, least uint64) string {
	n := uint64(utf8.RuneCountInString(head) + utf8.RuneCountInString(tail))
	if n < least && least <= longest {
		head += strings.Repeat("x", int(least-n))
	}
	return head + tail
}

// lengths returns what rules say of a length.
func lengths(r protoreflect.Message, exact, least, most protoreflect.Name) (uint64, uint64) {
	if has(r, exact) {
		n := get(r, exact).Uint()
		return n, n
	}
	return count(r, least, 0), count(r, most, 1<<62)
}

// matching returns a text of a pattern, or "".
func matching(pattern string, least, most uint64, turn int) string {
	if made := sample.Matching(pattern, least, min(most, longest), turn); made != "" {
		return made
	}
	for _, name := range slices.Sorted(formNames) { // a pattern often only tells one of them in other words
		for _, made := range forms[name](turn) {
			if matches(pattern, made) {
				return made
			}
		}
	}
	return ""
}

func formNames(yield func(string) bool) {
	for name := range forms {
		if !yield(name) {
			return
		}
	}
}

func matches(pattern, text string) bool {
	compiled, err := regexp.Compile(pattern)
	return err == nil && compiled.MatchString(text)
}

// allowsText reports whether rules allow a text. That it has the form that they ask for is known by how it was
// made.
func allowsText(r protoreflect.Message, x string) bool {
	least, most := lengths(r, "len", "min_len", "max_len")
	leastBytes, mostBytes := lengths(r, "len_bytes", "min_bytes", "max_bytes")
	is := func(v protoreflect.Value) bool { return v.String() == x }
	in := list(r, "in")
	switch n, size := uint64(utf8.RuneCountInString(x)), uint64(len(x)); {
	case n < least || n > most, size < leastBytes || size > mostBytes,
		has(r, "const") && !is(get(r, "const")), len(in) > 0 && !slices.ContainsFunc(in, is), slices.ContainsFunc(list(r, "not_in"), is),
		!strings.HasPrefix(x, affix(r, "prefix")), !strings.HasSuffix(x, affix(r, "suffix")), !strings.Contains(x, affix(r, "contains")),
		has(r, "not_contains") && strings.Contains(x, affix(r, "not_contains")),
		has(r, "pattern") && !matches(affix(r, "pattern"), x):
		return false
	}
	if named := form(r); named != "" {
		return shaped(named, r, x)
	}
	return true
}

// shaped reports whether a text has a form: that one of ours fits into the pattern of it.
func shaped(form string, r protoreflect.Message, x string) bool {
	if form == "well_known_regex" {
		name := get(r, "well_known_regex").Enum() == 1
		return name && matches(`^[a-z][a-z0-9-]*$`, x) || !name && matches(`^[ -~]+$`, x)
	}
	pattern, ok := shapes[form]
	return ok && matches(pattern, x)
}

// shapes are narrower than the forms: all that is asked is that our own texts have them.
var shapes = map[string]string{
	"email":               `^[a-z0-9]+@[a-z0-9]+(\.[a-z0-9]+)+$`,
	"hostname":            host,
	"ip":                  `^(` + ipv4 + `|` + ipv6 + `)$`,
	"ipv4":                `^` + ipv4 + `$`,
	"ipv6":                `^` + ipv6 + `$`,
	"uri":                 `^https?://[a-z0-9]+(\.[a-z0-9]+)+(/[a-z0-9/]*)?$`,
	"uri_ref":             `^(https?://[a-z0-9]+(\.[a-z0-9]+)+)?(/[a-z0-9/]*)?$`,
	"address":             host + `|^` + ipv4 + `$`,
	"uuid":                `^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`,
	"tuuid":               `^[0-9a-f]{32}$`,
	"ulid":                `^[0-7][0-9A-HJKMNP-TV-Z]{25}$`,
	"ip_with_prefixlen":   `^(` + ipv4 + `/24|` + ipv6 + `/64)$`,
	"ipv4_with_prefixlen": `^` + ipv4 + `/24$`,
	"ipv6_with_prefixlen": `^` + ipv6 + `/64$`,
	"ip_prefix":           `^(10\.[0-9]+\.0\.0/16|2001:db8:[0-9]+::/48)$`,
	"ipv4_prefix":         `^10\.[0-9]+\.0\.0/16$`,
	"ipv6_prefix":         `^2001:db8:[0-9]+::/48$`,
	"host_and_port":       `^host[0-9]+\.example\.com:8080$`,
	"protobuf_fqn":        `^[a-zA-Z_]\w*(\.[a-zA-Z_]\w*)*$`,
	"protobuf_dot_fqn":    `^(\.[a-zA-Z_]\w*)+$`,
}

const (
	host = `^[a-z][a-z0-9]*(\.[a-z][a-z0-9]*)*$`
	ipv4 = `192\.0\.2\.[0-9]+`
	ipv6 = `2001:db8::[0-9]+`
)
