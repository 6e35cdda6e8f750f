package config

// generateSchema describes the section `generate`.
func generateSchema() *schema {
	return array("What is generated from which spec.", object(map[string]*schema{
		"spec":   described(ref("path"), "The spec, or a pattern for several, relative to this file."),
		"target": enum("The language; go if not said.", generateTargets[:]...),
		"out": described(ref("path"),
			"The folder of the package; internal/ and the name of the package if not said. {spec} stands for the spec's file without extension, {folder} for its folder."),
		"package":   {Type: "string", Pattern: packageName.String(), Description: "The name of the package; that of its folder, or of the spec, if not said."},
		"module":    {Type: "string", Pattern: modulePath.String(), Description: "The path of the module that the package lies in; that of the next go.mod upwards if not said."},
		"support":   described(ref("path"), "The folder for the packages that generated code imports; internal/platform in the module if not said."),
		"service":   {Type: "string", Pattern: serviceName.String(), Description: "What the service is called where it runs (service_name of its metrics), for alerts; the name of the spec if not said."},
		"kit":       array("Packages of ours that your own code imports of the folder `support`, such as health and lifecycle. What generated code imports is there anyway.", ref("text")),
		"outputs":   outputsSchema(),
		"tags":      tagsSchema(),
		"types":     goTypesSchema(),
		"templates": described(ref("path"), "A folder of templates that replace ours of the same name."),
		"formats": enum("Whether values are held to their `format` (assert, if not said), or it only chooses the type (annotate).",
			generateFormats[:]...),
	}, "spec"))
}

func outputsSchema() *schema {
	s := array("The parts that are generated; all but service, connect and alerts if not said. service is a beginning for your implementation, written once and yours from then on; connect serves what connect-go does, from .proto. The types are always. alerts are rules for Prometheus, and stand in an entry of their own.", enum("", generateOutputs[:]...))
	s.MinItems = 1
	return s
}

func tagsSchema() *schema {
	return described(object(map[string]*schema{
		"include": array("Only operations with one of these tags.", ref("text")),
		"exclude": array("No operation with one of these tags.", ref("text")),
	}), "Which operations are generated.")
}

func goTypesSchema() *schema {
	return &schema{
		Type: "object", Description: "Types of your own for formats, and for schemas by their names.",
		AdditionalProperties: (&schema{Type: "string", Pattern: goType.String()}).encode(),
	}
}

// pathSchema describes what lies below a file, or above it in the same workspace.
func pathSchema() *schema {
	return &schema{
		Type: "string", Pattern: `^\s*[^\s/\\][^\\]*$`,
		Description: "A path relative to this file, separated by /.",
	}
}
