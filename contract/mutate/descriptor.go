package mutate

import (
	"context"
	"strings"

	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/spec"
)

// descriptors tries the mutants of what .proto files declare of the messages that a call is answered with.
// What REST has of them is tried there.
func (r *runner) descriptors(ctx context.Context, t *target, a *rpc.Answer) error {
	d, err := r.Check.Files.FindDescriptorByName(t.Method.FullName())
	method, is := d.(protoreflect.MethodDescriptor)
	if err != nil || !is || r.overREST(t) {
		return nil
	}
	before, err := saidBy(closure(method.ParentFile(), nil), t.Players)
	if err != nil {
		return nil // such files aren't checked either
	}
	for _, f := range t.declared(method, a) {
		about := r.field(f.FullName())
		if about == nil { // of a file that isn't the provider's own
			continue
		}
		for _, id := range []string{dropField, retype} {
			one := r.tried(t, triedKey{id, InSpec, nil, about, ""}, "$."+string(f.Name()), about)
			if one == nil || one.Killed || ctx.Err() != nil {
				continue
			}
			if by := t.judgeCall(before, changed(method.ParentFile(), f, id)); by != nil {
				one.Killed, one.By = true, consumerOf(by.Contract)
			}
		}
	}
	return ctx.Err()
}

// overREST reports whether a method is an operation over HTTP, too.
func (r *runner) overREST(t *target) bool {
	for _, other := range r.all {
		if other.Method == nil {
			if id, _ := r.result.origin(&other.Operation.Node, other.Operation.NameSpan); id == spec.ID(t.Method.FullName()) {
				return true
			}
		}
	}
	return false
}

// declared returns the fields that an answer has.
func (t *target) declared(method protoreflect.MethodDescriptor, a *rpc.Answer) []protoreflect.FieldDescriptor {
	if len(a.Messages) == 0 {
		return nil
	}
	v, _, err := rpc.Decode(method.Output(), a.Messages[len(a.Messages)-1], false)
	if err != nil {
		return nil
	}
	var all []protoreflect.FieldDescriptor
	known := map[protoreflect.FullName]bool{}
	w := messageWalk{func(_, _ string, f protoreflect.FieldDescriptor, _ *spec.Value) {
		if !known[f.FullName()] {
			known[f.FullName()] = true
			all = append(all, f)
		}
	}}
	w.message(method.Output(), v, "$", 0, func(v *spec.Value) *spec.Value { return v })
	return all
}

// judgeCall returns the first player of whom the static check says more by these files; nil: there is none.
func (t *target) judgeCall(before []said, files *descriptorpb.FileDescriptorSet) *Player {
	if len(t.Players) == 0 {
		return nil
	}
	after, err := saidBy(files, t.Players)
	if err != nil { // no such files can be
		return nil
	}
	for i, p := range t.Players {
		if after[i].beyond(before[i]) {
			return p
		}
	}
	return nil
}

func saidBy(set *descriptorpb.FileDescriptorSet, players []*Player) ([]said, error) {
	files, err := protodesc.NewFiles(set)
	if err != nil {
		return nil, err
	}
	checker, err := check.New(nil, check.Options{Files: files})
	if err != nil {
		return nil, err
	}
	return saidOf(checker, players), nil
}

// closure returns a file and all that it imports, imports first; edit may change a file.
func closure(f protoreflect.FileDescriptor, edit func(*descriptorpb.FileDescriptorProto)) *descriptorpb.FileDescriptorSet {
	set, known := &descriptorpb.FileDescriptorSet{}, map[string]bool{}
	var add func(f protoreflect.FileDescriptor)
	add = func(f protoreflect.FileDescriptor) {
		if known[f.Path()] || f.IsPlaceholder() {
			return
		}
		known[f.Path()] = true
		for i := range f.Imports().Len() {
			add(f.Imports().Get(i).FileDescriptor)
		}
		made := protodesc.ToFileDescriptorProto(f)
		if edit != nil {
			edit(made)
		}
		set.File = append(set.File, made)
	}
	add(f)
	return set
}

// changed returns the files with one field that is another one, or of another type.
func changed(root protoreflect.FileDescriptor, f protoreflect.FieldDescriptor, mutant string) *descriptorpb.FileDescriptorSet {
	return closure(root, func(file *descriptorpb.FileDescriptorProto) {
		if file.GetName() != f.ParentFile().Path() {
			return
		}
		message := messageOf(file, f.ContainingMessage())
		if message == nil {
			return
		}
		for _, declared := range message.Field {
			if declared.GetNumber() != int32(f.Number()) {
				continue
			}
			if mutant == retype {
				ofOtherType(declared, f.ContainingMessage().FullName())
			} else {
				renamed(message, declared)
			}
			return
		}
	})
}

// messageOf returns where a file declares a message.
func messageOf(file *descriptorpb.FileDescriptorProto, d protoreflect.MessageDescriptor) *descriptorpb.DescriptorProto {
	name := strings.TrimPrefix(strings.TrimPrefix(string(d.FullName()), file.GetPackage()), ".")
	all := file.MessageType
	var found *descriptorpb.DescriptorProto
	for part := range strings.SplitSeq(name, ".") {
		found = nil
		for _, m := range all {
			if m.GetName() == part {
				found, all = m, m.NestedType
				break
			}
		}
		if found == nil {
			return nil
		}
	}
	return found
}

// ofOtherType makes a text of a message, and a message of all others: that is another type however the contract
// writes its values.
func ofOtherType(f *descriptorpb.FieldDescriptorProto, message protoreflect.FullName) {
	to, name := descriptorpb.FieldDescriptorProto_TYPE_STRING, ""
	if f.GetType() != descriptorpb.FieldDescriptorProto_TYPE_MESSAGE && f.GetType() != descriptorpb.FieldDescriptorProto_TYPE_GROUP {
		to, name = descriptorpb.FieldDescriptorProto_TYPE_MESSAGE, "."+string(message)
	}
	f.Type, f.TypeName, f.DefaultValue, f.Options = &to, nil, nil, nil
	if name != "" {
		f.TypeName = &name
	}
}

// renamed makes another field of one, so that it isn't declared any more.
func renamed(message *descriptorpb.DescriptorProto, f *descriptorpb.FieldDescriptorProto) {
	number := int32(1)
	taken := func() bool {
		for _, r := range message.ReservedRange {
			if r.GetStart() <= number && number < r.GetEnd() {
				return true
			}
		}
		for _, r := range message.ExtensionRange {
			if r.GetStart() <= number && number < r.GetEnd() {
				return true
			}
		}
		for _, other := range message.Field {
			if other.GetNumber() == number {
				return true
			}
		}
		return false
	}
	for taken() {
		number++
	}
	name := f.GetName() + "_of_another_name"
	f.Number, f.Name, f.JsonName, f.Options = &number, &name, nil, nil
}
