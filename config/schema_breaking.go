package config

// breakingSchema describes the section `breaking`.
func breakingSchema(catalog Catalog) *schema {
	changes := map[string]*schema{}
	for _, change := range catalog.Changes {
		changes[change.ID] = ref("severity")
		if change.Title != "" {
			changes[change.ID] = described(ref("severity"), change.Title+".")
		}
	}
	return described(object(map[string]*schema{
		"level": enum("What is promised to be kept: the binary encoding (wire), JSON too (wire_json), generated code too (package), "+
			"and which file declares what (file). If not said: file for .proto, wire_json for OpenAPI.", breakingLevels[:]...),
		"require": enum("Who may not break: consumers of the old version (backward, if not said), "+
			"consumers of the new version on the old service (forward), or both (full).", breakingRequired[:]...),
		"severities": severitiesSchema(),
		"unstable": described(ref("severity"),
			"The most that a change of an alpha, beta, preview or 0.x version can be; error, which relaxes nothing, if not said."),
		"removal": enum("What has to come before a removal, so that it is no break: a deprecation whose day has passed "+
			"(sunset, if not said), a deprecation, or nothing that would do (never).", breakingRemovals[:]...),
		"changes": described(object(changes), "Kinds of change with the severity that they have instead of what follows from who breaks; off: they are not told."),
	}), "What a change of the contract may break, and how severe that is.")
}

func severitiesSchema() *schema {
	severities := map[string]*schema{
		"risky": described(ref("severity"), "Of what breaks only consumers that relied on more than was promised; warning if not said."),
	}
	for i, who := range [...]string{
		"read or write the binary encoding", "read or write JSON, or call over HTTP", "compile against generated code",
		"rely on what the service does",
	} {
		severities[breakingAxes[i]] = described(ref("severity"), "Of what breaks those who "+who+"; error if not said.")
	}
	return described(object(severities), "How severe a break is, by who breaks.")
}
