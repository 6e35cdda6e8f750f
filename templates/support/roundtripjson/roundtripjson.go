// Package roundtripjson has the values of a contract's types travel: JSON is read into Go and written again, and has to say
// what it said. From a few texts that a type takes it makes those that codecs get wrong: the longest and the least,
// numbers at the ends of their types, text of all scripts, null, what is absent, empty and full lists, values within
// values. Which of them a type takes it says itself; what it takes, it has to keep. The package is for tests. It must not
// know any particular contract, and reads JSON with encoding/json, so that a mistake can't hide behind itself.
package roundtripjson

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Type is one type of a contract, with texts that it has to take.
type Type struct {
	name  string
	texts []string
	read  func(*wire.Reader, wire.Node) written
	loose bool
}

// written is a value that was read.
type written interface{ WriteJSON(*wire.Writer) }

// Of is a type that reads itself.
func Of[T any, P interface {
	*T
	ReadJSON(*wire.Reader, wire.Node)
	WriteJSON(*wire.Writer)
}](name string, texts ...string) Type {
	return Type{name: name, texts: texts, read: func(r *wire.Reader, n wire.Node) written {
		v := P(new(T))
		v.ReadJSON(r, n)
		return v
	}}
}

// By is a type that a function reads.
func By[T written](name string, read func(*T, *wire.Reader, wire.Node), texts ...string) Type {
	return Type{name: name, texts: texts, read: func(r *wire.Reader, n wire.Node) written {
		var v T
		read(&v, r, n)
		return v
	}}
}

// Loosely says that a value of the type may become another alternative when it is changed, which overlooks what it doesn't
// declare: only the texts themselves have to come back whole.
func (t Type) Loosely() Type {
	t.loose = true
	return t
}

// mostTold bounds what is told of one type.
const mostTold = 5

// Run has the values of types travel; a subtest each.
func Run(t *testing.T, types ...Type) {
	t.Helper()
	for _, typ := range types {
		t.Run(typ.name, func(t *testing.T) {
			for _, text := range typ.texts {
				for _, w := range typ.travel(text) {
					t.Error(w)
				}
			}
		})
	}
}

// travel has a text and what is made of it travel, and says what came back otherwise.
func (t *Type) travel(text string) (wrong []string) {
	base, err := parse([]byte(text))
	if err != nil {
		return []string{"the text is no JSON: " + err.Error()}
	}
	if why, taken := t.takes(text); !taken {
		return []string{fmt.Sprintf("%s is refused: %s", shown(text), why)}
	}
	j := &journey{typ: t, root: base}
	if w := t.differs(text, base, nil, false); w != "" {
		return []string{w}
	}
	if w := t.settles(text); w != "" {
		return []string{w}
	}
	j.changes()
	return j.wrong
}

// journey is what becomes of one text.
type journey struct {
	typ   *Type
	root  *value
	tried [object + 1]int // places of each kind
	wrong []string
}

// send has the root travel as it is now, if the type takes it.
func (j *journey) send(what string, at *value) bool {
	text := string(appendValue(nil, j.root))
	if _, taken := j.typ.takes(text); !taken {
		return false
	}
	if w := j.typ.differs(text, j.root, at, j.typ.loose); w != "" && len(j.wrong) < mostTold {
		j.wrong = append(j.wrong, fmt.Sprintf("%s: %s", what, w))
	}
	return true
}

// takes reports whether the type allows a text, or else why not.
func (t *Type) takes(text string) (why string, taken bool) {
	var r wire.Reader
	r.Reset(wire.Neutral)
	if n, ok := r.ParseJSON([]byte(text), wire.Limits{}); ok {
		t.read(&r, n)
	}
	if found := r.Violations(); len(found) > 0 {
		return found[0].Field + " " + found[0].Description, false
	}
	return "", r.OK()
}

// echo reads a text and writes it. Partial is a patch, where what is absent stays absent.
func (t *Type) echo(text []byte, partial bool) ([]byte, error) {
	var r wire.Reader
	r.Reset(wire.Neutral)
	if partial {
		r.Partial()
	}
	n, ok := r.ParseJSON(text, wire.Limits{})
	if !ok {
		return nil, fmt.Errorf("what was written can't be parsed: %s", shown(string(text)))
	}
	v := t.read(&r, n)
	if !r.OK() {
		return nil, fmt.Errorf("%v", r.Violations())
	}
	return wire.Marshal(v)
}

// differs sends a text that the type takes; "" if it comes back as it went, or if it is loose, at least what came back. at
// is the place that was changed.
func (t *Type) differs(text string, sent, at *value, loose bool) string {
	out, err := t.echo([]byte(text), true)
	if err != nil {
		return fmt.Sprintf("%s is taken, but can't be written: %v", shown(text), err)
	}
	back, err := parse(out)
	if err != nil {
		return fmt.Sprintf("%s is written as %s, which is no JSON: %v", shown(text), shown(string(out)), err)
	}
	if place := (&comparison{at, loose}).differ(sent, back, ""); place != "" {
		return fmt.Sprintf("%s is written as %s: %s", shown(text), shown(string(out)), place)
	}
	return ""
}

// settles has a text be written with its defaults, and that be written the same. A default that breaks the contract itself
// is no fault of the type's.
func (t *Type) settles(text string) string {
	whole, err := t.echo([]byte(text), false)
	if err != nil {
		return fmt.Sprintf("%s can't be written with its defaults: %v", shown(text), err)
	}
	if _, taken := t.takes(string(whole)); !taken {
		return ""
	}
	if again, err := t.echo(whole, false); err != nil || !bytes.Equal(whole, again) {
		return fmt.Sprintf("%s is written as %s, and that as %s (%v)", shown(text), shown(string(whole)), shown(string(again)), err)
	}
	return ""
}

// mostShown is how much of a text is shown.
const mostShown = 300

func shown(text string) string {
	if len(text) > mostShown {
		return fmt.Sprintf("%q… (%d bytes)", text[:mostShown], len(text))
	}
	return fmt.Sprintf("%q", text)
}
