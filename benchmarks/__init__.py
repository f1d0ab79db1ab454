"""What the program costs, each figure beside a floor taken in the same run."""
