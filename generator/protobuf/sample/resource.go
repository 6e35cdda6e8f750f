package sample

import (
	"fmt"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// learn takes over the patterns of the resources that a file declares.
func (m *Maker) learn(f protoreflect.FileDescriptor) {
	for _, r := range option[[]*annotations.ResourceDescriptor](f, annotations.E_ResourceDefinition) {
		m.patterns[r.GetType()] = r.GetPattern()
	}
	m.learnFrom(f.Messages())
}

func (m *Maker) learnFrom(all protoreflect.MessageDescriptors) {
	for i := range all.Len() {
		if r := option[*annotations.ResourceDescriptor](all.Get(i), annotations.E_Resource); r != nil {
			m.patterns[r.GetType()] = r.GetPattern()
		}
		m.learnFrom(all.Get(i).Messages())
	}
}

// names returns names of the resource that a field names; nil if it names none.
func (w *work) names(f protoreflect.FieldDescriptor) []string {
	if f.ContainingMessage() == nil {
		return nil
	}
	if r := option[*annotations.ResourceDescriptor](f.ContainingMessage(), annotations.E_Resource); r != nil && string(f.Name()) == nameField(r) {
		return filled(r.GetPattern(), w.turn)
	}
	r := option[*annotations.ResourceReference](f, annotations.E_ResourceReference)
	if r.GetChildType() != "" {
		return filled(parents(w.patterns[r.GetChildType()]), w.turn)
	}
	return filled(w.patterns[r.GetType()], w.turn)
}

func nameField(r *annotations.ResourceDescriptor) string {
	if r.GetNameField() == "" {
		return "name"
	}
	return r.GetNameField()
}

// parents are the patterns of what resources lie in (AIP-4231): without their last two segments.
func parents(patterns []string) []string {
	var out []string
	for _, p := range patterns {
		segments := strings.Split(p, "/")
		if len(segments) > 2 {
			out = append(out, strings.Join(segments[:len(segments)-2+len(segments)%2], "/"))
		}
	}
	return out
}

// filled puts something in the place of each variable.
func filled(patterns []string, turn int) []string {
	var out []string
	for _, p := range patterns {
		if p == "*" {
			continue // any resource
		}
		for {
			head, rest, found := strings.Cut(p, "{")
			variable, tail, closed := strings.Cut(rest, "}")
			if !found || !closed {
				break
			}
			variable, _, _ = strings.Cut(variable, "=")
			p = fmt.Sprintf("%s%s-%d%s", head, strings.ReplaceAll(variable, "_", "-"), turn+1, tail)
		}
		out = append(out, p)
	}
	return out
}

// routed returns texts that stand where a path has a template: names of the resource where they fit, and words.
func (w *work) routed(f protoreflect.FieldDescriptor, r protoreflect.Message, template string) []string {
	var out []string
	for _, name := range w.names(f) {
		if fitsTemplate(template, name) {
			out = append(out, name)
		}
	}
	if template == "*" || template == "**" {
		out = append(out, formatted(f, r, w.turn)...)
		out = append(out, w.plain(r)...)
		return withoutSlash(out, template)
	}
	for _, word := range []string{"", "1", "a", "abc", "value-1", "12345", "3b241101-e2bb-4255-8caf-000000000001", "A1"} {
		if made := fillTemplate(template, word, w.turn); allowsTextOf(r, made) {
			out = append(out, made)
		}
	}
	if has(r, "pattern") { // of the pattern, where it fits by chance
		for turn := range 20 {
			if made := matching(affix(r, "pattern"), 1, 1000, turn); fitsTemplate(template, made) {
				out = append(out, made)
			}
		}
	}
	return out
}

func allowsTextOf(r protoreflect.Message, text string) bool { return r == nil || allowsText(r, text) }

// withoutSlash drops what is no single segment where one is asked for, and what is empty.
func withoutSlash(all []string, template string) []string {
	var out []string
	for _, text := range all {
		if text != "" && (template == "**" || !strings.Contains(text, "/")) {
			out = append(out, text)
		}
	}
	return out
}

// fillTemplate puts a word in the place of each wildcard: by default one that says what the segment before it
// holds many of.
func fillTemplate(template, word string, turn int) string {
	segments := strings.Split(template, "/")
	for i, s := range segments {
		if s != "*" && s != "**" {
			continue
		}
		segments[i] = word
		if word == "" {
			segments[i] = wordOf(turn + i)
			if i > 0 && segments[i-1] != "" {
				segments[i] = fmt.Sprintf("%s-%d", strings.TrimSuffix(strings.ToLower(segments[i-1]), "s"), turn+1)
			}
		}
	}
	return strings.Join(segments, "/")
}

// fitsTemplate reports whether a text is what a template stands for.
func fitsTemplate(template, text string) bool {
	want, got := strings.Split(template, "/"), strings.Split(text, "/")
	for i, s := range want {
		if s == "**" {
			return true
		}
		if i >= len(got) || got[i] == "" || s != "*" && s != got[i] {
			return false
		}
	}
	return len(want) == len(got)
}
