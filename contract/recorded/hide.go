package recorded

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/contract/secret"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// shown are the members whose texts reports may show: what names things, and no content.
var shown = []string{"name", "key", "method", "type", "listen", "mode", "version", "status_code"}

// Parse parses a recorded file. Findings, now and later, point into a copy of the file in which asterisks
// stand for texts: reports print the lines that they point to, and secrets may stand there.
func Parse(file *source.File, parse func(*source.File) (*tree.Document, []report.Finding)) (*tree.Document, *source.File, []report.Finding) {
	document, findings := parse(file)
	hidden := source.NewFile(file.Path, bytes.Clone(file.Content))
	if document != nil {
		h := &hider{from: file, to: hidden, done: map[*spec.Value]bool{}, looks: map[string]bool{}}
		h.value(document.Root, "")
	} else {
		mask(hidden.Content)
	}
	for i := range findings {
		findings[i].Span.File = hidden
		findings[i].Fixes = nil // they would be made of what is hidden
		for n := range findings[i].Related {
			findings[i].Related[n].Span.File = hidden
		}
	}
	return document, hidden, findings
}

type hider struct {
	from, to *source.File
	done     map[*spec.Value]bool // an alias makes one value stand at several places
	looks    map[string]bool      // of the keys so far: the same stand in each entry
}

// value hides the texts in a value, and moves it into the copy.
func (h *hider) value(v *spec.Value, key string) {
	if h.done[v] {
		return
	}
	h.done[v] = true
	if h.hides(v, key) {
		mask(h.to.Content[v.Span.Start:v.Span.End])
	}
	v.Span.File = h.to
	for _, item := range v.Items {
		h.value(item, key)
	}
	for i := range v.Members {
		m := &v.Members[i]
		if h.secret(m.Key) {
			mask(h.to.Content[m.KeySpan.Start:m.KeySpan.End])
		}
		m.KeySpan.File = h.to
		h.value(m.Value, m.Key)
	}
}

// secret reports whether a key looks like one.
func (h *hider) secret(key string) bool {
	looks, known := h.looks[key]
	if !known {
		_, looks = secret.Text(key)
		h.looks[key] = looks
	}
	return looks
}

func (h *hider) hides(v *spec.Value, key string) bool {
	switch v.Kind {
	case spec.Str:
		if !slices.Contains(shown, key) {
			return true
		}
		_, looks := secret.Text(v.Text)
		return looks
	case spec.Num:
		return secret.Named(key)
	}
	return false
}

// masks are what stands for characters of one to four bytes, so that no place moves.
var masks = [...]string{"", "*", "·", "•", "𝟎"}

// mask puts asterisks in the place of all but blanks, ends of lines, and what strings are written with.
func mask(text []byte) {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r != ' ' && r != '\n' && r != '\r' && r != '\t' && r != '"' && r != '\'' {
			copy(text[i:], masks[size])
		}
		i += size
	}
}
