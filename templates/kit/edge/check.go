package edge

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/templates/kit/behavior"
	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// What an error says at most: it has to fit into HTTP/2 headers, where gRPC puts it, and of these many clients take 8 KiB.
const (
	mostViolations  = 50
	mostBytes       = 4 << 10 // of violations
	longestField    = 200
	longestSentence = 300
)

// check holds a request against the contract. All that is wrong is told at once, and each mistake once: nothing is said
// of what lies at, above or below a place that couldn't be read, nor of the value of a field that lacks.
func (k *call) check(m proto.Message, unread []errors.Violation) error {
	p := k.method.server.problems()
	defer k.method.server.release(p)
	p.found, k.missing = k.missing, nil
	for _, v := range unread {
		p.put(v)
	}
	p.unread = len(p.found)
	p.behaved = p.unread
	if k.lost {
		return p.err()
	}
	r := m.ProtoReflect()
	k.method.plan.Clean(r)
	k.method.plan.Check(r, p.add)
	if k.method.in.partial {
		p.uninitialized(m)
	}
	if k.method.in.ruled {
		if err := k.rules(m, p); err != nil {
			return err
		}
	}
	return p.err()
}

// rules adds what a request breaks of its rules. The error is that they can't be evaluated.
func (k *call) rules(m proto.Message, p *problems) error {
	err := k.method.server.checker.Check(m)
	if err == nil {
		return nil
	}
	failed := broken(err)
	if failed == nil {
		return fmt.Errorf("the rules can't be evaluated: %w", err)
	}
	scope := k.method.plan.Scope(m.ProtoReflect())
	for _, one := range failed.Violations {
		if p.more {
			break
		}
		field := one.Field()
		if !p.covered(field) && scope.Wanted(field) {
			p.put(errors.Violation{Location: errors.Body, Field: field, Code: behavior.CodeOf(one.ID), Description: one.Message})
		}
	}
	return nil
}

// checkAnswer holds an answer against its rules. One of proto2 without its required fields can't be written at all.
func (k *call) checkAnswer(m proto.Message) error {
	if k.method.out.partial {
		if err := proto.CheckInitialized(m); err != nil {
			return fmt.Errorf("the answer breaks the contract: %v", err)
		}
	}
	if !k.method.out.ruled || k.method.server.options.SkipResponseValidation || !k.whole {
		return nil
	}
	if err := k.method.server.checker.Check(m); err != nil {
		return fmt.Errorf("the answer breaks the contract: %v", err) // %v: it isn't the caller's mistake
	}
	return nil
}

// asksForPart reports whether a request wants but a part of the answer, which can't be held against the rules of the whole.
func (m *Method) asksForPart(req proto.Message) bool {
	return m.readMask != nil && req.ProtoReflect().Descriptor() == m.readMask.Parent() && req.ProtoReflect().Has(m.readMask)
}

// problems is what is wrong with one request.
type problems struct {
	found   []errors.Violation
	unread  int // the first of found: headers, and what couldn't be read
	behaved int // and then what behaviour has to say
	bytes   int
	more    bool

	add func(field, code, description string) // behavior, bound once
}

// problems takes an empty collection from the pool: nearly all of them stay empty.
func (s *Server) problems() *problems {
	if p, ok := s.pool.Get().(*problems); ok {
		return p
	}
	p := new(problems)
	p.add = p.behavior
	return p
}

func (s *Server) release(p *problems) {
	*p = problems{add: p.add} // what has been found is an error's now
	s.pool.Put(p)
}

func (p *problems) put(v errors.Violation) {
	v.Field, v.Description = clip(v.Field, longestField), clip(v.Description, longestSentence)
	p.bytes += len(v.Field) + len(v.Code) + len(v.Description) + 8 // of protobuf's own
	if len(p.found) >= mostViolations || p.bytes > mostBytes {
		p.more = true
		return
	}
	p.found = append(p.found, v)
}

func (p *problems) behavior(field, code, description string) {
	if !p.covered(field) {
		p.put(errors.Violation{Location: errors.Body, Field: field, Code: code, Description: description})
		p.behaved = len(p.found)
	}
}

// covered reports whether enough has been said of a field.
func (p *problems) covered(field string) bool {
	for _, v := range p.found[:p.unread] {
		if v.Location != errors.Header && (within(field, v.Field) || within(v.Field, field)) {
			return true
		}
	}
	for _, v := range p.found[p.unread:p.behaved] {
		if (v.Code == errors.Required || v.Code == errors.Enum) && v.Field != "" && within(field, v.Field) {
			return true
		}
	}
	return false
}

// within reports whether a path is another one, or goes on from it.
func within(path, other string) bool {
	rest, ok := strings.CutPrefix(path, other)
	return ok && (rest == "" || other == "" || rest[0] == '.' || rest[0] == '[')
}

// uninitialized adds the fields of proto2 that must be set, and aren't.
func (p *problems) uninitialized(m proto.Message) {
	if proto.CheckInitialized(m) == nil {
		return
	}
	missing(m.ProtoReflect(), "", func(field string) { p.add(field, errors.Required, "is required") })
}

func (p *problems) err() error {
	if len(p.found) == 0 {
		return nil
	}
	e := fault.Invalid(p.found)
	if p.more {
		e.Detail = "the request breaks the contract in more places than are listed"
	}
	return e
}

// clip shortens a text to about as many bytes, between characters.
func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + "…"
}
