package shape

import (
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// names returns how messages call the actions with these indices.
func (b *bag) names(actions []int) []string {
	var names []string
	for _, i := range actions {
		names = append(names, b.actions[i].name())
	}
	return names
}

// operations proposes an operation for each action, with the fields that belong to it:
// ShipOrder(tracking_number).
func (b *bag) operations() []string {
	noun, style := b.noun()
	var proposals []string
	for i, a := range b.actions {
		parts := a.words
		if len(parts) == 1 && len(noun) > 0 && parts[0] != noun[0] {
			parts = append(parts[:1:1], noun...)
		}
		proposals = append(proposals, style.Join(parts)+inBrackets("(", b.fieldsOf(i), ")"))
	}
	return proposals
}

// branches proposes a type for each kind of thing: Card {number}.
func (b *bag) branches() []string {
	var proposals []string
	for i, a := range b.actions {
		if fields := b.fieldsOf(i); len(fields) > 0 {
			proposals = append(proposals, words.Pascal.Join(a.words)+inBrackets(" {", fields, "}"))
		}
	}
	return proposals
}

func inBrackets(open string, items []string, closing string) string {
	if len(items) == 0 {
		return ""
	}
	return open + strings.Join(items, ", ") + closing
}

// fieldsOf returns the names of the fields that are tied to the action.
func (b *bag) fieldsOf(action int) []string {
	var names []string
	for _, t := range b.ties {
		for _, i := range t.actions {
			if i == action {
				names = append(names, t.field.Name)
			}
		}
	}
	return names
}

// noun returns what the operation acts on, without the verb that says nothing (ExecuteOrder,
// order-action), and the case in which operations are named.
func (b *bag) noun() ([]string, words.Case) {
	name := b.operation.Name
	name = name[strings.LastIndexAny(name, "/.")+1:]
	parts := words.Split(name)
	switch {
	case len(parts) > 1 && isAction(parts[len(parts)-1]):
		parts = parts[:len(parts)-1]
	case len(parts) > 0:
		parts = parts[1:]
	}
	if name == "" {
		return nil, words.Camel
	}
	for _, c := range []words.Case{words.Pascal, words.Camel, words.Snake, words.Kebab} {
		if c.Has(name) {
			return parts, c
		}
	}
	return parts, words.Camel
}

func isAction(word string) bool {
	switch word {
	case "action", "actions", "operation", "operations", "command", "commands":
		return true
	}
	return false
}

// doesAnything reports whether an operation is named for doing something, whatever it is.
func doesAnything(o *spec.Operation) bool {
	parts := words.Split(o.Name)
	if len(parts) > 1 && (doesWhatever(parts[0]) || isAction(parts[len(parts)-1])) {
		return true
	}
	for _, part := range o.Path().Parts {
		if (part.Kind == spec.Literal || part.Kind == spec.Verb) && (doesWhatever(part.Text) || isAction(part.Text)) {
			return part.Text == lastLiteral(o.Path())
		}
	}
	return false
}

func doesWhatever(word string) bool {
	switch word {
	case "execute", "process", "handle", "perform", "do", "invoke", "manage", "operate", "dispatch":
		return true
	}
	return false
}

func lastLiteral(path spec.Path) string {
	last := ""
	for _, part := range path.Parts {
		if part.Kind == spec.Literal || part.Kind == spec.Verb {
			last = part.Text
		}
	}
	return last
}
