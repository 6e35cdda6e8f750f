// Package tree reads YAML and JSON into positioned values: every key and value knows its exact
// bytes, whichever of the two languages it is written in. It knows the places in which a file can
// be edited, and nothing of OpenAPI.
package tree

import (
	"path"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Document is one YAML or JSON file as a tree of values. It never changes once it is parsed.
//
// In YAML an alias is the very value that its anchor names, used a second time, so that a tree may
// hold one value at several places; then its span lies outside the value that holds it. The same
// is true of what merge keys (<<) bring in, which stands behind a value's own members. Of a key
// that stands twice in one object only the last is there. Numbers are as written, but those that
// only YAML can write are as JSON writes them: 0x1F is 31.
type Document struct {
	File *source.File
	Root *spec.Value
	YAML bool // written in YAML; block style and flow style alike

	index   map[*spec.Value]map[string]int // where each key of the large objects stands in Members
	text    string                         // the content
	pairs   map[*spec.Value]bool           // YAML's [key: value], an object without braces
	merged  map[*spec.Value]int            // how many of its members an object with merge keys has itself
	anchors []int                          // offsets of YAML's anchors, in order
}

// Parse reads a YAML or JSON file. It returns what the file says, nil where that can't be told,
// and what is wrong with it: a file that breaks the grammar yields no tree, because half a
// contract would be judged as if it were all of it. JSON is told by its content, because JSON
// files come with any ending; a file that begins like JSON but is YAML in flow style is read as
// YAML. Parse fills the file's Directives.
func Parse(file *source.File) (*Document, []report.Finding) {
	start, finding := checkText(file)
	if finding != nil {
		return nil, []report.Finding{*finding}
	}
	if !beginsLikeJSON(file.Content[start:]) {
		return parseYAML(file, start)
	}
	document, findings := parseJSON(file, start)
	if document != nil || !mayBeFlowStyle(file, findings) {
		return document, findings
	}
	document, inYAML := parseYAML(file, start)
	ending := path.Ext(file.Path)
	if ending == ".yaml" || ending == ".yml" {
		return document, inYAML
	}
	if document == nil {
		return nil, findings
	}
	if ending == ".json" {
		inYAML = append(findings, inYAML...)
	}
	return document, inYAML
}

func beginsLikeJSON(text []byte) bool {
	for _, c := range text {
		if c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return c == '{' || c == '['
		}
	}
	return false
}

// mayBeFlowStyle reports whether what is no JSON is worth reading as YAML: what ends too early or
// goes too deep is neither.
func mayBeFlowStyle(file *source.File, findings []report.Finding) bool {
	last := findings[len(findings)-1]
	return last.Rule == report.Syntax && int(last.Span.Start) < len(file.Content)
}

// At returns the value at an RFC 6901 pointer ("/paths/~1users/get"; "" is the root), or nil if
// there is none. Percent-encoding of URI fragments is for the caller to undo.
func (d *Document) At(pointer string) *spec.Value {
	if d == nil || pointer != "" && pointer[0] != '/' {
		return nil
	}
	at := d.Root
	if pointer == "" {
		return at
	}
	for token := range strings.SplitSeq(pointer[1:], "/") {
		at = d.child(at, unescape(token))
	}
	return at
}

var unescapePointer = strings.NewReplacer("~1", "/", "~0", "~")

func unescape(token string) string {
	if strings.IndexByte(token, '~') < 0 {
		return token
	}
	return unescapePointer.Replace(token)
}

func (d *Document) child(v *spec.Value, token string) *spec.Value {
	if v == nil || v.Kind != spec.List {
		if m := d.member(v, token); m != nil {
			return m.Value
		}
		return nil
	}
	i, err := strconv.ParseUint(token, 10, 31)
	if err != nil || int(i) >= len(v.Items) || strconv.FormatUint(i, 10) != token {
		return nil
	}
	return v.Items[i]
}

// member is Value.Member, fast on large objects: references lead to the same few of them.
func (d *Document) member(v *spec.Value, key string) *spec.Member {
	index, large := d.index[v]
	if !large {
		return v.Member(key)
	}
	if i, ok := index[key]; ok {
		return &v.Members[i]
	}
	return nil
}
