package differential

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// reading is what one loader understands of a document: facts by the place that they are about and
// their name. What is not there, or says no more than the default, is no fact.
type reading struct {
	facts      map[string]string
	operations int
	parameters int // of operations, with those beside their paths
	schemas    int // that stand anywhere, references not among them
	references int // to schemas
	properties int
	values     int // of enums
}

func newReading() *reading { return &reading{facts: map[string]string{}} }

func (r *reading) put(path, name, value string) {
	if value != "" && value != "false" && value != "[]" {
		key := path + " " + name
		if old, twice := r.facts[key]; twice {
			value = old + " and " + value
		}
		r.facts[key] = value
	}
}

func (r *reading) flag(path, name string, value bool) { r.put(path, name, strconv.FormatBool(value)) }

// schema are the facts about one schema that is no reference.
type schema struct {
	types                                     []string
	title, description, format, pattern       string
	nullable, readOnly, writeOnly, deprecated bool
	unique                                    bool
	limits                                    map[string]uint64 // 0 is a lower limit's default, and no fact
	uppers                                    map[string]*uint64
	minimum, maximum, multipleOf              string
	enum, required, properties                []string
	byDefault, discriminator                  string
	mapping                                   []string
	open                                      string   // additionalProperties where it is true or false
	marked                                    []string // properties that are marked as required, where the model does so
}

// requiredProperties returns the properties that have to be there: those marked so, or in a model
// that has no marks those that are in the list.
func (s schema) requiredProperties() []string {
	if s.marked != nil {
		return s.marked
	}
	var names []string
	for _, name := range s.properties {
		if slices.Contains(s.required, name) {
			names = append(names, name)
		}
	}
	return names
}

func (r *reading) schema(path string, s schema) {
	r.schemas++
	r.properties += len(s.properties)
	r.values += len(s.enum)
	r.put(path, "type", fmt.Sprint(s.types))
	r.put(path, "title", s.title)
	r.put(path, "description", s.description)
	r.put(path, "format", s.format)
	r.put(path, "pattern", s.pattern)
	r.flag(path, "nullable", s.nullable)
	r.flag(path, "readOnly", s.readOnly)
	r.flag(path, "writeOnly", s.writeOnly)
	r.flag(path, "deprecated", s.deprecated)
	r.flag(path, "uniqueItems", s.unique)
	for name, n := range s.limits {
		if n > 0 {
			r.put(path, name, strconv.FormatUint(n, 10))
		}
	}
	for name, n := range s.uppers {
		if n != nil {
			r.put(path, name, strconv.FormatUint(*n, 10))
		}
	}
	r.put(path, "minimum", s.minimum)
	r.put(path, "maximum", s.maximum)
	r.put(path, "multipleOf", s.multipleOf)
	r.put(path, "enum", sorted(s.enum))
	r.put(path, "required", sorted(s.required))
	r.put(path, "properties", sorted(s.properties))
	r.put(path, "requiredProperties", sorted(s.requiredProperties()))
	r.put(path, "default", s.byDefault)
	r.put(path, "discriminator", s.discriminator)
	r.put(path, "mapping", sorted(s.mapping))
	r.put(path, "additionalProperties", s.open)
}

func (r *reading) reference(path, ref string) {
	r.references++
	r.put(path, "ref", ref)
}

// parameter are the facts about one parameter or header.
type parameter struct {
	required, deprecated, allowReserved, explode bool
	style, description                           string
}

func (r *reading) parameter(path string, p parameter) {
	r.put(path, "declared", "true")
	r.flag(path, "required", p.required)
	r.flag(path, "deprecated", p.deprecated)
	r.flag(path, "allowReserved", p.allowReserved)
	r.flag(path, "explode", p.explode)
	r.put(path, "style", p.style)
	r.put(path, "description", p.description)
}

// withDefaults returns the style and explode that hold where they are not written.
func withDefaults(style, in string, explode *bool) (string, bool) {
	if style == "" {
		style = map[string]string{"query": "form", "cookie": "form", "path": "simple", "header": "simple"}[in]
	}
	if explode != nil {
		return style, *explode
	}
	return style, style == "form"
}

func sorted(list []string) string {
	return fmt.Sprintf("%q", slices.Sorted(slices.Values(list)))
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// bound writes a numeric bound; exclusive ones are marked.
func bound(f *float64, exclusive bool) string {
	switch {
	case f == nil:
		return ""
	case exclusive:
		return number(*f) + " exclusive"
	}
	return number(*f)
}

// literal writes a JSON value the same way whichever loader decoded it.
func literal(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// difference is one fact on which two readings don't agree.
type difference struct{ key, ours, theirs string }

func (d difference) String() string {
	return fmt.Sprintf("%s: ours %q, theirs %q", d.key, d.ours, d.theirs)
}

// name is the fact's name: the last word of its key.
func (d difference) name() string { return d.key[strings.LastIndexByte(d.key, ' ')+1:] }

func compare(ours, theirs *reading) []difference {
	keys := map[string]bool{}
	for key := range ours.facts {
		keys[key] = true
	}
	for key := range theirs.facts {
		keys[key] = true
	}
	var differences []difference
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if a, b := ours.facts[key], theirs.facts[key]; a != b {
			differences = append(differences, difference{key, a, b})
		}
	}
	return differences
}
