package workspace

import (
	"context"
	"path/filepath"
)

// Hooks returns the folder that git takes the hooks of a repository from, which a worktree shares with its
// main one, and core.hooksPath may name.
func Hooks(ctx context.Context, root string) (string, error) {
	r, err := repositoryOf(root)
	if err != nil {
		return "", err
	}
	folder, _, err := r.line(ctx, "rev-parse", "--git-path", "hooks")
	if err != nil || filepath.IsAbs(folder) {
		return folder, err
	}
	return filepath.Join(r.top, folder), nil
}
