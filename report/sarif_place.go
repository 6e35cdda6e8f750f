package report

import (
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
)

func sarifText(f *Finding) sarifMessage {
	text := f.Message
	if f.Cure != "" {
		text += "\nhelp: " + f.Cure
	}
	for _, line := range f.Consumers.lines() {
		text += "\n" + line
	}
	return sarifMessage{Text: unlinked(text)}
}

// unlinked escapes what a viewer would take for an embedded link (SARIF 3.11.6), which a spec could
// have smuggled in. Braces stay single, although 3.11.5 has them doubled: viewers show both, and
// they are common in paths.
func unlinked(text string) string {
	if !strings.Contains(text, "](") {
		return text
	}
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(text)
}

func sarifLocationsOf(f *Finding) []sarifLocation {
	var location sarifLocation
	if !f.Span.IsZero() {
		location.PhysicalLocation = sarifPhysical(f.Span)
	}
	if f.Element != "" {
		location.LogicalLocations = []sarifLogicalLocation{{FullyQualifiedName: string(f.Element)}}
	}
	if location.PhysicalLocation == nil && location.LogicalLocations == nil {
		return nil
	}
	return []sarifLocation{location}
}

func sarifRelatedOf(f *Finding) []sarifLocation {
	var locations []sarifLocation
	for id, r := range f.Related {
		location := sarifLocation{ID: &id, Message: &sarifMessage{Text: unlinked(r.Message)}}
		if !r.Span.IsZero() {
			location.PhysicalLocation = sarifPhysical(r.Span)
		}
		locations = append(locations, location)
	}
	if old, ok := sarifOld(f, len(locations)); ok {
		locations = append(locations, old)
	}
	return locations
}

func sarifPhysical(span source.Span) *sarifPhysicalLocation {
	return &sarifPhysicalLocation{ArtifactLocation: sarifArtifact(span.Path()), Region: sarifRegionOf(span)}
}

func sarifRegionOf(span source.Span) sarifRegion {
	return sarifRegion{
		StartLine: span.Position().Line, StartColumn: span.File.UTF16Column(int(span.Start)),
		EndLine: span.EndPosition().Line, EndColumn: span.File.UTF16Column(int(span.End)),
	}
}

// sarifArtifact names a file by a URI relative to the root of the workspace. A path that is
// absolute, as that of a file outside the workspace, has a base of its own.
func sarifArtifact(path string) sarifArtifactLocation {
	switch {
	case strings.Contains(path, "://"): // it was fetched
		return sarifArtifactLocation{URI: path}
	case hasDrive(path):
		path = "/" + strings.ReplaceAll(path, `\`, "/")
		fallthrough
	case strings.HasPrefix(path, "/"):
		return sarifArtifactLocation{URI: (&url.URL{Scheme: "file", Path: path}).String()}
	}
	return sarifArtifactLocation{URI: (&url.URL{Path: path}).String(), URIBaseID: "%SRCROOT%"}
}

// hasDrive reports whether the path begins like an absolute one of Windows: "C:/" or "C:\".
func hasDrive(path string) bool {
	if len(path) < 3 || path[1] != ':' || path[2] != '/' && path[2] != '\\' {
		return false
	}
	letter := path[0] | 0x20
	return 'a' <= letter && letter <= 'z'
}
