package config

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/spelling"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// key is one key of a mapping with what reads its value.
type key struct {
	name string
	read func(*spec.Value)
}

// object reads a mapping with the given keys and no others. It returns whether v is one.
func (p *parser) object(v *spec.Value, what string, keys []key) bool {
	if v.Kind != spec.Map {
		p.wrongType(v, what, "a mapping")
		return false
	}
	for _, member := range v.Members {
		if read := find(keys, member.Key); read != nil {
			read(member.Value)
		} else {
			p.unknown(member.KeySpan, "key", member.Key, names(keys), "")
		}
	}
	return true
}

func find(keys []key, name string) func(*spec.Value) {
	for _, k := range keys {
		if k.name == name {
			return k.read
		}
	}
	return nil
}

func names(keys []key) []string {
	var names []string
	for _, k := range keys {
		names = append(names, k.name)
	}
	return names
}

// unknown reports a word that is none of the known ones, with the one that was probably meant. If
// none is near, the cure is otherwise, or the list of the known ones.
func (p *parser) unknown(span source.Span, kind, word string, known []string, otherwise string) {
	if otherwise == "" {
		otherwise = "known here: " + strings.Join(known, ", ")
	}
	p.meant(span, "unknown "+kind+" "+quote(word), spelling.Closest(word, known), otherwise)
}

// meant reports a word for which another one was probably meant; if that is "", the cure is otherwise.
func (p *parser) meant(span source.Span, message, word, otherwise string) {
	if word == "" {
		p.fail(span, message, otherwise)
		return
	}
	p.fail(span, message, fmt.Sprintf("did you mean %q?", word), replace(span, word, report.Unsafe))
}

func replace(span source.Span, with string, safety report.Safety) report.Fix {
	return report.Fix{
		Title: "write " + with, Safety: safety, Edits: []report.Edit{{Span: span, New: with}},
	}
}

// each reads a list.
func (p *parser) each(v *spec.Value, what string, item func(*spec.Value)) {
	if v.Kind != spec.List {
		p.wrongType(v, what, "a list")
		return
	}
	for _, one := range v.Items {
		item(one)
	}
}

// text reads a string that says something; the zero Text for anything else.
func (p *parser) text(v *spec.Value, what string) Text {
	if v.Kind != spec.Str || strings.TrimSpace(v.Text) == "" {
		p.wrongType(v, what, "text")
		return Text{}
	}
	return Text{v.Text, v.Span}
}

func (p *parser) wrongType(v *spec.Value, what, want string) {
	if v.Kind == spec.Null {
		p.fail(v.Span, what+" is empty", "give it a value ("+want+") or delete it")
		return
	}
	p.fail(v.Span, fmt.Sprintf("%s must be %s, not %s", what, want, shown(v)), "")
}

// shown describes a value in a message.
func shown(v *spec.Value) string {
	switch v.Kind {
	case spec.Null:
		return "nothing"
	case spec.List:
		return "a list"
	case spec.Map:
		return "a mapping"
	case spec.Str:
		return quote(v.Text)
	}
	return v.Text
}

// quote puts a word of the file into quotes, shortened if it is none.
func quote(word string) string {
	const longest = 60
	if runes := []rune(word); len(runes) > longest {
		word = string(runes[:longest]) + "…"
	}
	return fmt.Sprintf("%q", word)
}
