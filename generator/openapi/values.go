package openapi

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

type spanOf = source.Span

// values adds the rules that list values.
func (r *ruling) values() {
	allowed := r.c.In
	if r.c.Const != nil {
		allowed = []*spec.Value{r.c.Const}
	}
	if len(allowed) > 0 {
		if in := r.literals(allowed); in != nil {
			r.out.put("enum", list(in...))
		} else {
			r.tell(allowed[0].Span, "One of "+listing(allowed)+".")
		}
	}
	if len(r.c.NotIn) > 0 {
		r.exclude(r.c.NotIn)
	}
}

// exclude takes values out of an enum, or forbids them.
func (r *ruling) exclude(values []*spec.Value) {
	out := r.literals(values)
	if out == nil {
		r.tell(values[0].Span, "None of "+listing(values)+".")
		return
	}
	if in := r.out.v.Get("enum"); in != nil {
		in.Items = slices.DeleteFunc(slices.Clone(in.Items), func(v *spec.Value) bool { return contains(out, v) })
		return
	}
	r.out.put("not", object().put("enum", list(out...)).value())
}

func contains(values []*spec.Value, v *spec.Value) bool {
	return slices.ContainsFunc(values, func(other *spec.Value) bool { return other.Kind == v.Kind && other.Text == v.Text })
}

// literals returns values of rules as JSON has them; nil: there is no telling.
func (r *ruling) literals(values []*spec.Value) []*spec.Value {
	var out []*spec.Value
	for _, v := range values {
		switch {
		case r.of.Kind == spec.KindEnum:
			out = append(out, texts(namesOf(r.of, v.Text)).Items...)
		case r.of.Kind == spec.KindString && v.Kind == spec.Str, r.of.Kind == spec.KindBoolean && v.Kind == spec.Bool:
			out = append(out, &spec.Value{Kind: v.Kind, Text: v.Text})
		case (r.of.Kind == spec.KindInteger || r.of.Kind == spec.KindNumber) && v.Kind == spec.Num && finite(v.Text):
			if r.out.is("string") {
				out = append(out, text(v.Text))
			}
			if !r.out.is("string") || len(r.out.types) > 1 {
				out = append(out, number(v.Text))
			}
		default:
			return nil
		}
	}
	return out
}

// namesOf returns the names of an enum's value.
func namesOf(t *spec.Type, number string) []string {
	var names []string
	for _, v := range t.Values {
		if strconv.Itoa(int(v.Number)) == number {
			names = append(names, v.Name)
		}
	}
	return names
}

// restricted reports whether rules take values out of an enum.
func restricted(use *spec.Type) bool {
	c := use.Constraints
	return c != nil && !switchedOff(c) && (len(c.In) > 0 || len(c.NotIn) > 0 || c.Const != nil)
}

// switchedOff reports whether a field's rules are not to be evaluated at all.
func switchedOff(c *spec.Constraints) bool { return ignored(c) == "IGNORE_ALWAYS" }

// ignored is what buf.validate.ignore says.
func ignored(c *spec.Constraints) string {
	if c != nil {
		for _, other := range c.Other {
			if other.Name == "buf.validate.ignore" {
				return other.Value.Text
			}
		}
	}
	return ""
}

func listing(values []*spec.Value) string {
	var all []string
	for _, v := range values {
		all = append(all, "`"+plainText(v)+"`")
	}
	return strings.Join(all, ", ")
}

// plainText writes the value of an option as its author would.
func plainText(v *spec.Value) string {
	switch v.Kind {
	case spec.Null:
		return "null"
	case spec.List:
		var all []string
		for _, item := range v.Items {
			all = append(all, plainText(item))
		}
		return strings.Join(all, ", ")
	case spec.Map:
		var all []string
		for _, m := range v.Members {
			all = append(all, m.Key+": "+plainText(m.Value))
		}
		return strings.Join(all, " ")
	}
	return v.Text
}

// other adds a rule that the model has no place for.
func (r *ruling) other(a *spec.Attribute) {
	name := a.Name[strings.LastIndexByte(a.Name, '.')+1:]
	isText := strings.Contains(a.Name, ".string.") && r.of.Kind == spec.KindString
	switch {
	case name == "ignore" || name == "strict" || name == "finite":
		// when rules hold at all, forms of other rules, what JSON numbers are anyway
	case name == "example":
		if examples := r.literals(flat(a.Value)); examples != nil {
			r.out.put("examples", list(examples...))
		}
	case isText && strings.ReplaceAll(name, "_", "-") == r.use.Format && a.Value.Bool():
		// said already, by another option
	case isText && name == "prefix":
		r.out.pattern("^" + ecmaQuote(a.Value.Text))
	case isText && name == "suffix":
		r.out.pattern(ecmaQuote(a.Value.Text) + "$")
	case isText && name == "contains":
		r.out.pattern(ecmaQuote(a.Value.Text))
	case isText && name == "not_contains":
		r.out.put("not", object().put("pattern", text(ecmaQuote(a.Value.Text))).value())
	default:
		r.tell(a.Span, wordsOf(a))
	}
}

// flat returns the items of a list, and every other value alone.
func flat(v *spec.Value) []*spec.Value {
	if v.Kind == spec.List {
		return v.Items
	}
	return []*spec.Value{v}
}

// ecmaQuote makes a pattern that matches a text as it is.
func ecmaQuote(s string) string { return meta.ReplaceAllString(s, `\$0`) }

var meta = regexp.MustCompile(`[\\^$.|?*+()\[\]{}/]`)

// wordsOf says a rule as a sentence.
func wordsOf(a *spec.Attribute) string {
	if text := momentText(a); text != "" {
		return text
	}
	name := strings.TrimPrefix(strings.TrimPrefix(a.Name, "buf.validate."), "validate.rules.")
	return fmt.Sprintf("The rule `%s: %s` holds.", name, plainText(a.Value))
}

// momentText says a rule of a duration or a timestamp; "": it is another.
func momentText(a *spec.Attribute) string {
	if !strings.HasPrefix(a.Name, "buf.validate.duration.") && !strings.HasPrefix(a.Name, "buf.validate.timestamp.") {
		return ""
	}
	words := map[string]string{"gt": "More than", "gte": "At least", "lt": "Less than", "lte": "At most", "const": "Exactly"}
	if strings.HasPrefix(a.Name, "buf.validate.timestamp.") {
		words = map[string]string{"gt": "After", "gte": "Not before", "lt": "Before", "lte": "Not after", "const": "Exactly"}
	}
	name := a.Name[strings.LastIndexByte(a.Name, '.')+1:]
	switch {
	case name == "lt_now" && a.Value.Bool():
		return "In the past."
	case name == "gt_now" && a.Value.Bool():
		return "In the future."
	case words[name] == "" || a.Value.Kind != spec.Map:
		return ""
	}
	if a.Name[len("buf.validate."):][0] == 't' {
		return words[name] + " " + instant(a.Value) + "."
	}
	return words[name] + " " + seconds(a.Value) + "."
}

// seconds writes the fields of a duration as ProtoJSON does.
func seconds(v *spec.Value) string {
	whole, nanos := "0", ""
	if s := v.Get("seconds"); s != nil {
		whole = s.Text
	}
	if n := v.Get("nanos"); n != nil && n.Text != "0" {
		nanos = "." + strings.TrimRight(fmt.Sprintf("%09s", strings.TrimPrefix(n.Text, "-")), "0")
	}
	return whole + nanos + "s"
}

// instant writes the fields of a timestamp as ProtoJSON does.
func instant(v *spec.Value) string {
	s, _ := v.Get("seconds").Int()
	n, _ := v.Get("nanos").Int()
	return time.Unix(s, n).UTC().Format(time.RFC3339Nano)
}
