package contract

import (
	"fmt"

	"github.com/bylaw-dev/bylaw/breaking"
	"github.com/bylaw-dev/bylaw/spec"
)

var fileOption = breaking.New(breaking.Meta{
	ID: "file-option", Title: "the options that decide where generated code goes and how it looks", Group: "contract",
	Formats: breaking.ProtoOnly, Kinds: []breaking.Kind{breaking.Changed}, Since: "2026.1",
	Attributes: fileOptions(),
}, breaking.Hooks{Document: compareFileOptions})

// fileOptions are the options of descriptor.proto's FileOptions that generators of code read.
func fileOptions() []string {
	return []string{
		"cc_enable_arenas", "cc_generic_services", "csharp_namespace", "go_package", "java_generic_services",
		"java_multiple_files", "java_outer_classname", "java_package", "java_string_check_utf8", "objc_class_prefix",
		"optimize_for", "php_class_prefix", "php_metadata_namespace", "php_namespace", "py_generic_services",
		"ruby_package", "swift_prefix",
	}
}

func compareFileOptions(p *breaking.Pass, pair breaking.Pair[spec.Document]) {
	if !pair.Both() {
		return
	}
	for _, option := range fileOptions() {
		was, is := optionText(&pair.Old.Node, option), optionText(&pair.New.Node, option)
		if was == is {
			continue
		}
		p.Changed(option, was, is, fmt.Sprintf("%s was %s and is %s: generated code moves, or looks different", option, orDefault(was), orDefault(is)),
			breaking.On(breaking.Source, breaking.Name, breaking.Incomparable)).
			Cure = fmt.Sprintf("keep %s", option)
	}
}

func optionText(n *spec.Node, option string) string {
	a, ok := n.Attr(option)
	if !ok {
		return ""
	}
	return breaking.Text(a.Value)
}

func orDefault(text string) string {
	if text == "" {
		return "not set"
	}
	return text
}
