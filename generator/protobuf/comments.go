package protobuf

import (
	"regexp"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
)

// directive begins a line of a comment in which Go's tools read a command: //go:generate, //line.
var directive = regexp.MustCompile(`(?m)^(line |extern |export |[a-z0-9]+:[a-z0-9])`)

// harmless returns the file with comments that are nothing but text in Go: whoever writes a contract
// shall not decide what the tools of those do who generate from it.
func harmless(f *descriptorpb.FileDescriptorProto) *descriptorpb.FileDescriptorProto {
	cloned := false
	for n, location := range f.GetSourceCodeInfo().GetLocation() {
		clean := cleaned(location)
		if clean == nil {
			continue
		}
		if !cloned {
			f, cloned = proto.CloneOf(f), true
		}
		f.SourceCodeInfo.Location[n] = clean
	}
	return f
}

// cleaned returns a location with other comments; nil if they are harmless as they are.
func cleaned(l *descriptorpb.SourceCodeInfo_Location) *descriptorpb.SourceCodeInfo_Location {
	if isPlain(l.GetLeadingComments()) && isPlain(l.GetTrailingComments()) && !slices.ContainsFunc(l.LeadingDetachedComments, isNotPlain) {
		return nil
	}
	clean := proto.CloneOf(l)
	if l.LeadingComments != nil {
		clean.LeadingComments = proto.String(plainText(*l.LeadingComments))
	}
	if l.TrailingComments != nil {
		clean.TrailingComments = proto.String(plainText(*l.TrailingComments))
	}
	for i, text := range l.LeadingDetachedComments {
		clean.LeadingDetachedComments[i] = plainText(text)
	}
	return clean
}

func isPlain(text string) bool { return text == "" || plainText(text) == text }

func isNotPlain(text string) bool { return !isPlain(text) }

// plainText takes from a comment what Go refuses, and sets a space before what its tools obey.
func plainText(text string) string {
	text = strings.NewReplacer("\x00", "\uFFFD", "\uFEFF", "\uFFFD", "\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(text, "\uFFFD"))
	return directive.ReplaceAllString(text, " $1")
}
