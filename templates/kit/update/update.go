// Package update changes a stored resource as the request of an update asks for: fields that a mask names, or without
// one, fields that are set (AIP-134, AIP-161). It is for implementations of services, and must not know how they store.
package update

import (
	stderrors "errors"
	"fmt"
	"slices"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// Immutable is the code of the violation that a field would be changed which is IMMUTABLE or an IDENTIFIER.
const Immutable = "immutable"

// Apply changes stored to what patch says of the paths of a mask; without paths, to what is set in patch.
//
//   - A path replaces what it names, and clears it where patch has nothing there; * replaces everything.
//   - Lists are replaced as a whole. items.*.sku changes that field of all items, and there are as many as in patch.
//   - labels.colour sets or removes one entry of a map; keys that aren't plain stand between backticks.
//   - Without a mask the fields of a message that both have are changed one by one; lists, maps and the
//     messages of google.protobuf are replaced.
//   - OUTPUT_ONLY fields stay as they are, named or not.
//   - IMMUTABLE and IDENTIFIER fields may be sent as they are stored. They may be left out where the mask doesn't name them.
//
// The error is an *errors.Error with all violations, whose fields are spelt from the resource; stored is unchanged then.
func Apply(stored, patch proto.Message, mask *fieldmaskpb.FieldMask) error {
	return apply("", stored, patch, mask)
}

// Request does what Apply does with the resource and the update_mask of a request, in which violations are
// placed: order.currency. The resource is its one field of the type of stored.
func Request(stored, request proto.Message) error {
	m, name := request.ProtoReflect(), stored.ProtoReflect().Descriptor().FullName()
	var field protoreflect.FieldDescriptor
	mask := new(fieldmaskpb.FieldMask)
	for i := range m.Descriptor().Fields().Len() {
		f := m.Descriptor().Fields().Get(i)
		switch {
		case f.Message() == nil || f.IsList() || f.IsMap():
		case f.Message().FullName() == name && field != nil:
			return fmt.Errorf("%s has several fields of type %s: use Apply", m.Descriptor().FullName(), name)
		case f.Message().FullName() == name:
			field = f
		case f.Name() == "update_mask" && f.Message().FullName() == mask.ProtoReflect().Descriptor().FullName():
			proto.Merge(mask, m.Get(f).Message().Interface())
		}
	}
	if field == nil {
		return fmt.Errorf("%s has no field of type %s", m.Descriptor().FullName(), name)
	}
	return apply(string(field.Name())+".", stored, m.Get(field).Message().Interface(), mask)
}

func apply(prefix string, stored, patch proto.Message, mask *fieldmaskpb.FieldMask) error {
	to, from := stored.ProtoReflect(), patch.ProtoReflect()
	if to.Descriptor().FullName() != from.Descriptor().FullName() {
		return fmt.Errorf("a patch of type %s can't change a %s", from.Descriptor().FullName(), to.Descriptor().FullName())
	}
	if !to.IsValid() {
		return stderrors.New("there is nothing stored that could be changed")
	}
	trial := change{prefix: prefix}
	trial.run(proto.Clone(stored).ProtoReflect(), from, mask)
	if len(trial.violations) > 0 {
		return &errors.Error{Status: 400, Code: errors.CodeInvalidRequest, Title: "the request breaks the contract", Violations: trial.violations}
	}
	new(change).run(to, from, mask)
	return nil
}

// change is one run over a resource. It goes on behind violations, to find all.
type change struct {
	prefix     string // of the fields of violations: "order."
	fresh      bool   // what is changed was not there, or is cleared: nothing in it is fixed
	violations []errors.Violation
}

func (c *change) run(to, from protoreflect.Message, mask *fieldmaskpb.FieldMask) {
	if len(mask.GetPaths()) == 0 {
		c.merge(c.prefix, to, from)
		return
	}
	if slices.Contains(mask.GetPaths(), "*") {
		c.replace(c.prefix, to, from)
	}
	done := map[string]bool{"*": true}
	for i, path := range mask.GetPaths() {
		if done[path] {
			continue
		}
		done[path] = true
		if why := c.path(c.prefix, to, from, path); why != "" {
			c.violations = append(c.violations, errors.Violation{
				Location: errors.Body, Field: fmt.Sprintf("update_mask.paths[%d]", i), Code: errors.UnknownField, Description: why})
		}
	}
}

// created changes what wasn't there.
func created() *change { return &change{fresh: true} }

// fixed reports that a field can't be changed, unless it is what it was.
func (c *change) fixed(at string, f protoreflect.FieldDescriptor, to, from protoreflect.Message) {
	if c.fresh {
		c.set(at, to, from, f)
	} else if to.Has(f) != from.Has(f) || !to.Get(f).Equal(from.Get(f)) {
		c.violations = append(c.violations, errors.Violation{
			Location: errors.Body, Field: at, Code: Immutable, Description: "can't be changed once it is there"})
	}
}
