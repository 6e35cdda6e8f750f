package protobuf

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
)

// directive begins a line of a comment in which Go's tools read a command, //go:generate or //line, or in
// which they think that one was meant.
var directive = regexp.MustCompile(`(?m)^((?:line |extern |export |[a-z0-9]+:[a-z0-9])|[ \t]*(?:go:|\+build))`)

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

// printable drops control and format characters: Go refuses some, and others turn the direction of text.
func printable(c rune) rune {
	if c != '\n' && c != '\t' && (unicode.IsControl(c) || unicode.Is(unicode.Cf, c)) {
		return -1
	}
	return c
}

// plainText takes from a comment what is not to be seen, and quotes what Go's tools obey.
func plainText(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	text = strings.Map(printable, strings.ToValidUTF8(text, ""))
	return directive.ReplaceAllString(text, " '$1")
}
