package record

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/validate"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/spec"
)

// place is where a value stands, and what is known of it from where it is.
type place struct {
	path string // for people, of declared names: "$.lines[*].sku"
	name string // of the field, parameter or header; "" for items
	why  string // it must not be written; "": nothing says so yet
	id   bool   // it names something
}

// walker goes over one message and the schemas of its values side by side, while a reader holds it.
type walker struct {
	*Recorder
	document *document
	reader   *wire.Reader
	strict   bool              // a request: the consumer sends just this
	guarded  bool              // the operation is about secrets, so that even identifiers may be some
	hidden   *secrets          // what must not be written of the whole exchange
	shown    map[string]string // the fields that violations name, as they may be told
	large    string            // where there are more items of different shapes than can be written
	unknown  []string          // what the spec doesn't declare, as it may be told
}

func (r *Recorder) walker(h *secrets, strict bool) *walker {
	return &walker{Recorder: r, hidden: h, strict: strict, shown: map[string]string{}}
}

// visit makes the tree of a value.
func (w *walker) visit(n wire.Node, schemas []*spec.Type, at place) *node {
	w.show(n, at.path)
	parts := w.parts(n, schemas)
	for _, t := range parts {
		at.why = first(at.why, personal(t))
	}
	made := &node{kinds: w.reader.Kind(n), schemas: schemas, path: at.path, nullable: w.nullable(schemas)}
	switch w.reader.Kind(n) {
	case wire.KindObject:
		w.object(n, made, parts, at)
	case wire.KindArray:
		w.array(n, made, parts, at)
	default:
		w.scalar(n, made, parts, at)
	}
	return made
}

// scalar notes the text, which is written only once it is known not to be hidden.
func (w *walker) scalar(n wire.Node, made *node, parts []*spec.Type, at place) {
	made.raw = strings.Clone(w.reader.Text(n))
	made.hash = hashOf(made.raw)
	made.matchers, made.listed = matchersOf(parts, made.kinds, made.raw)
	if made.kinds == wire.KindNull {
		return
	}
	isID := !w.guarded && (at.id || identifies(parts))
	if made.why = first(at.why, w.document.suspects(made, isID)); made.why == "" && !made.listed && w.shapeless(made.schemas) {
		made.why = "the spec doesn't say what it is"
	}
	if made.why != "" {
		w.hidden.keep(made.raw)
	}
}

// maxParts bounds how many schemas are looked at for one value.
const maxParts = 200

// parts returns all schemas that hold for a value: behind references, in allOf, and of unions the arms that it fits.
func (w *walker) parts(n wire.Node, schemas []*spec.Type) []*spec.Type {
	var all []*spec.Type
	var add func(t *spec.Type)
	add = func(t *spec.Type) {
		if t == nil || len(all) == maxParts || slices.Contains(all, t) {
			return
		}
		all = append(all, t)
		if t.Kind == spec.KindReference {
			add(t.Target)
		}
		if t.Schema == nil {
			return
		}
		add(t.Schema.DynamicTarget)
		for _, branch := range t.Schema.AllOf {
			add(branch)
		}
		for _, arm := range slices.Concat(t.Schema.OneOf, t.Schema.AnyOf) {
			if w.reader.Valid(n, w.document.checker.Check(arm)) {
				add(arm)
			}
		}
	}
	for _, t := range schemas {
		add(t)
	}
	return all
}

// nullable reports whether null is as good as the value.
func (w *walker) nullable(schemas []*spec.Type) bool {
	for _, t := range schemas {
		if w.document.checker.Possible(t)&wire.KindNull == 0 {
			return false
		}
	}
	return len(schemas) > 0
}

// shapeless reports whether the schemas of a value allow just everything.
func (w *walker) shapeless(schemas []*spec.Type) bool {
	return !slices.ContainsFunc(schemas, func(t *spec.Type) bool { return w.document.checker.Possible(t) != wire.KindAny })
}

// object visits the members that the spec declares by name.
func (w *walker) object(n wire.Node, made *node, parts []*spec.Type, at place) {
	speaks, rest := false, []*spec.Type(nil)
	for _, t := range parts {
		speaks = speaks || len(t.Fields) > 0
		if extra := validate.AdditionalProperties(t); extra != nil && !validate.IsNever(extra) {
			rest = append(rest, extra)
		}
	}
	if !speaks { // keys are data here, and what isn't known isn't written
		w.free(n, made, rest, at)
		return
	}
	made.objects = 1
	for m := w.reader.Members(n); m.Next(); {
		w.member(m.Key, m.Value, made, parts, at)
	}
}

func (w *walker) member(key string, value wire.Node, made *node, parts []*spec.Type, at place) {
	child := place{why: at.why}
	var schemas []*spec.Type
	for _, t := range parts {
		for _, f := range t.Fields {
			if f.Name == key {
				child.name, child.path = f.Name, at.path+"."+f.Name
				child.why = first(child.why, personalNode(&f.Node))
				child.id = namesOne(f.Name) || namesVersion(f.Name) || f.Reference != nil || f.Behavior.Has(spec.BehaviorIdentifier)
				schemas = append(schemas, f.Type)
			}
		}
	}
	if schemas == nil {
		w.undeclared(value, at)
		return
	}
	child.why = first(child.why, w.named(child.name))
	made.members = append(made.members, &member{name: child.name, samples: 1, node: w.visit(value, schemas, child)})
}

// undeclared notes a member that the spec doesn't know; its very name may be a secret.
func (w *walker) undeclared(value wire.Node, at place) {
	if about := "a field of " + at.path + " that the spec doesn't declare"; !slices.Contains(w.unknown, about) {
		w.unknown = append(w.unknown, about)
	}
	w.show(value, at.path+".…")
	w.swallow(value)
}

// free visits an object whose keys are data: none of them is written, and all values are taken for one.
func (w *walker) free(n wire.Node, made *node, rest []*spec.Type, at place) {
	made.free, made.objects = true, 1
	for m := w.reader.Members(n); m.Next(); {
		w.show(m.Value, at.path+".*")
		w.hidden.add(strings.Clone(m.Key))
		if len(rest) == 0 {
			w.swallow(m.Value)
			continue
		}
		value := w.visit(m.Value, rest, place{path: at.path + ".*", why: first(at.why, "its key is data")})
		made.each = folded(append(made.each, value))
	}
}

// swallow keeps all that is in a value from being written anywhere.
func (w *walker) swallow(n wire.Node) {
	switch w.reader.Kind(n) {
	case wire.KindObject:
		for m := w.reader.Members(n); m.Next(); {
			w.swallow(m.Value)
		}
	case wire.KindArray:
		for e := w.reader.Items(n); e.Next(); {
			w.swallow(e.Value)
		}
	case wire.KindString:
		w.hidden.add(strings.Clone(w.reader.Text(n)))
	}
}

// array visits the items: of an answer they are taken for one, of a request they stand as they are if they differ in
// shape.
func (w *walker) array(n wire.Node, made *node, parts []*spec.Type, at place) {
	made.least, made.most = limits(parts)
	for e := w.reader.Items(n); e.Next(); {
		var schemas []*spec.Type
		for _, t := range parts {
			if t.Schema != nil && e.Index < len(t.Schema.PrefixItems) {
				schemas = append(schemas, t.Schema.PrefixItems[e.Index])
			} else if items := validate.RestItems(t); items != nil {
				schemas = append(schemas, items)
			}
		}
		if len(schemas) == 0 {
			made.opaque = true
			w.swallow(e.Value)
			continue
		}
		made.each = append(made.each, w.visit(e.Value, schemas, place{path: at.path + "[*]", why: at.why, id: at.id}))
	}
	switch {
	case !w.strict || alike(made.each):
		made.each = folded(made.each)
	case len(made.each) > mostItems:
		w.large = at.path
	}
}

// mostItems is how many items of a request are written that differ in shape.
const mostItems = 100

// limits returns how many items all schemas of an array allow; nil: there is no limit.
func limits(parts []*spec.Type) (least, most *int) {
	for _, t := range parts {
		if t.Constraints == nil {
			continue
		}
		if l := t.Constraints.MinItems; l != nil && l.N > 0 && (least == nil || int(min(l.N, 1<<31-1)) > *least) {
			least = new(int)
			*least = int(min(l.N, 1<<31-1))
		}
		if l := t.Constraints.MaxItems; l != nil && (most == nil || int(min(l.N, 1<<31-1)) < *most) {
			most = new(int)
			*most = int(min(l.N, 1<<31-1))
		}
	}
	return least, most
}

// show notes how the place of a node may be told.
func (w *walker) show(n wire.Node, path string) {
	in, field := w.reader.Path(n)
	w.shown[string(in)+" "+field] = path
}

// tell returns what a violation is about as it may be told: by the names that the spec declares. Only
// what is missing is named by the spec itself.
func (w *walker) tell(v errors.Violation) string {
	field, rest := v.Field, ""
	for {
		if path, known := w.shown[string(v.Location)+" "+field]; known {
			return path + rest
		}
		i := strings.LastIndexAny(field, ".[")
		if v.Code == errors.Required && rest == "" {
			rest = "." + field[i+1:]
		}
		if field == "" {
			break
		}
		field = field[:max(i, 0)]
	}
	if v.Location == errors.Body {
		return "$" + rest
	}
	return string(v.Location) + strings.Replace(rest, ".", " ", 1)
}

func first(why, other string) string {
	if why != "" {
		return why
	}
	return other
}
