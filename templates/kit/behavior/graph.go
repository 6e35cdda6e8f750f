package behavior

import (
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// node is a message type, with those of its fields at or below which there is something to do. Types may
// hold themselves, and so may nodes.
type node struct {
	fields         []*field
	checks, cleans bool
}

// field is a field of a message.
type field struct {
	desc     protoreflect.FieldDescriptor
	required bool
	output   bool                         // OUTPUT_ONLY
	enum     protoreflect.EnumDescriptor  // of its values
	below    *node                        // of the messages that are its values
	oneof    protoreflect.OneofDescriptor // that it is a member of; nil: none
}

// Plans makes plans of methods that share what is known of their messages. It belongs to one goroutine.
type Plans struct {
	known map[protoreflect.FullName]*node
}

// graph returns the node of a message, and of all that it reaches.
func (p *Plans) graph(d protoreflect.MessageDescriptor) *node {
	if p.known == nil {
		p.known = map[protoreflect.FullName]*node{}
	}
	fresh := reaching{known: p.known}
	root := fresh.node(d)
	for changed := true; changed; {
		changed = false
		for _, n := range fresh.nodes {
			changed = n.settle() || changed
		}
	}
	for _, n := range fresh.nodes {
		n.prune()
	}
	return root
}

// reaching is the making of nodes that aren't known yet.
type reaching struct {
	known map[protoreflect.FullName]*node
	nodes []*node
}

func (r *reaching) node(d protoreflect.MessageDescriptor) *node {
	if n := r.known[d.FullName()]; n != nil {
		return n
	}
	n := new(node)
	r.known[d.FullName()] = n
	r.nodes = append(r.nodes, n)
	for i := range d.Fields().Len() {
		n.fields = append(n.fields, r.field(d.Fields().Get(i)))
	}
	return n
}

func (r *reaching) field(d protoreflect.FieldDescriptor) *field {
	declared := Declared(d)
	// What identifies a resource is cleared where one is created, and needed elsewhere, whatever else it is called.
	output := declared.Has(annotations.FieldBehavior_OUTPUT_ONLY) && !declared.Has(annotations.FieldBehavior_IDENTIFIER)
	f := &field{desc: d, output: output}
	f.required = declared.Has(annotations.FieldBehavior_REQUIRED)
	if o := d.ContainingOneof(); o != nil && !o.IsSynthetic() {
		f.oneof = o
	}
	value := d
	if d.IsMap() {
		value = d.MapValue()
	}
	f.enum = value.Enum()
	if m := value.Message(); m != nil && !isJSON(m) {
		f.below = r.node(m)
	}
	return f
}

// isJSON knows the messages that stand for any JSON, which nothing is declared of.
func isJSON(m protoreflect.MessageDescriptor) bool {
	switch m.FullName() {
	case "google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.ListValue":
		return true
	}
	return false
}

func (f *field) checks() bool {
	return !f.output && (f.required || f.enum != nil || f.below != nil && f.below.checks)
}

func (f *field) cleans() bool { return f.output || f.below != nil && f.below.cleans }

// settle tells what follows from what is known of the nodes below, and whether that is new.
func (n *node) settle() bool {
	checks, cleans := n.checks, n.cleans
	for _, f := range n.fields {
		n.checks = n.checks || f.checks()
		n.cleans = n.cleans || f.cleans()
	}
	return n.checks != checks || n.cleans != cleans
}

// prune leaves out what there is nothing to do about.
func (n *node) prune() {
	var kept []*field
	for _, f := range n.fields {
		if f.checks() || f.cleans() {
			kept = append(kept, f)
		}
	}
	n.fields = kept
}

// clean clears the OUTPUT_ONLY fields of a message, and of all below it.
func (n *node) clean(m protoreflect.Message) {
	for _, f := range n.fields {
		if !f.cleans() || !m.Has(f.desc) {
			continue
		}
		if f.output {
			m.Clear(f.desc)
			continue
		}
		f.below.cleanAll(m.Get(f.desc), f.desc)
	}
}

// cleanAll cleans the messages that a field holds.
func (n *node) cleanAll(v protoreflect.Value, d protoreflect.FieldDescriptor) {
	switch {
	case d.IsMap():
		v.Map().Range(func(_ protoreflect.MapKey, v protoreflect.Value) bool {
			n.clean(v.Message())
			return true
		})
	case d.IsList():
		for i := range v.List().Len() {
			n.clean(v.List().Get(i).Message())
		}
	default:
		n.clean(v.Message())
	}
}
